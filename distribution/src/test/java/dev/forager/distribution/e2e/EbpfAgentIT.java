// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.distribution.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.forager.config.RecordBinder;
import dev.forager.pdata.Attributes;
import dev.forager.pdata.LogRecord;
import dev.forager.pdata.Logs;
import dev.forager.pdata.MalformedTelemetryException;
import dev.forager.pdata.Metric;
import dev.forager.pdata.Metrics;
import dev.forager.pdata.NumberDataPoint;
import dev.forager.pdata.Payload;
import dev.forager.pdata.ResourceLogs;
import dev.forager.pdata.ResourceMetrics;
import dev.forager.pdata.ScopeLogs;
import dev.forager.pdata.ScopeMetrics;
import dev.forager.pdata.Signal;
import dev.forager.pdata.Sum;
import dev.forager.receivers.ebpf.EbpfReceiverConfig;
import dev.forager.receivers.ebpf.EbpfReceiverFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * From the kernel through {@code ebpf}, {@code batch} and {@code otlp_http} to a server, compared
 * with what was done. Where the kernel may not be used, it is skipped and says why.
 */
@Tag("bpf")
class EbpfAgentIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int EXITS = 7;
    private static final int SENT_BYTES = 1 << 20;

    private final List<Payload> metrics = new CopyOnWriteArrayList<>();
    private final List<Payload> logs = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void kernel() throws Exception {
        var doctor =
                EbpfReceiverFactory.diagnose(
                        RecordBinder.read("{}", EbpfReceiverConfig.class),
                        Set.of(Signal.METRICS, Signal.LOGS));
        if (!doctor.text().contains(" active")) {
            System.err.println("SKIPPED EbpfAgentIT: no probe works here:\n" + doctor.text());
        }
        Assumptions.assumeTrue(doctor.text().contains(" active"), "no probe works here");
    }

    private void receive(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body;
            String coding = exchange.getRequestHeaders().getFirst("Content-Encoding");
            try (var in =
                    "gzip".equals(coding)
                            ? new GZIPInputStream(exchange.getRequestBody())
                            : exchange.getRequestBody()) {
                body = in.readAllBytes();
            }
            boolean isLogs = exchange.getRequestURI().getPath().equals("/v1/logs");
            Signal signal = isLogs ? Signal.LOGS : Signal.METRICS;
            (isLogs ? logs : metrics).add(Payload.parse(signal, body, 0, body.length));
            exchange.sendResponseHeaders(200, -1);
        } catch (MalformedTelemetryException e) {
            throw new IOException(e);
        }
    }

    private static String config(int sink, String object, String group) {
        return """
        receivers:
          ebpf:
            collection_interval: 200ms
            target: {include: {cgroups: ["%s"]}}
            probes:
              system: {enabled: false}
              performance: {enabled: false}
              network: {dns: false, drops: false}
              security: {system_calls: false, suppress_repeats: 0s}
            custom:
              - name: exits
                object: %s
                metrics:
                  - map: exits
                    name: app.exits
                    type: counter
                    labels:
                      - {type: cgroup}
                      - {name: user.id, type: u32}
                      - {name: app.exit.signal, type: u8}
                      - {name: process.exit.code, type: u8}
        processors:
          batch: {timeout: 100ms}
        exporters:
          otlp_http: {endpoint: "http://127.0.0.1:%d"}
        service:
          telemetry: {metrics: {level: none}}
          pipelines:
            metrics: {receivers: [ebpf], processors: [batch], exporters: [otlp_http]}
            logs: {receivers: [ebpf], processors: [batch], exporters: [otlp_http]}
        """
                .formatted(group, object, sink);
    }

    @Test
    void whatWasDone_isWhatArrives() throws Exception {
        HttpServer sink =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        sink.createContext("/", this::receive);
        sink.start();
        Path folder = Files.createDirectories(group());
        String group = "/" + folder.getFileName();
        String object =
                Path.of("../config-examples/ebpf-custom/exits.bpf.o").toAbsolutePath().toString();
        try (var forager =
                RunningForager.ready(config(sink.getAddress().getPort(), object, group))) {
            work(folder);
            // The counters of the kernel are cumulative: the last collection has all.
            Awaitility.await()
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(exits(group)).isEqualTo(EXITS));
            forager.signal("TERM");
            assertThat(forager.exitCode()).as(forager.err()).isZero();
        } finally {
            sink.stop(0);
            Files.delete(folder);
        }
        assertThat(exits(group)).isEqualTo(EXITS);
        assertThat(execs(group)).isEqualTo(EXITS);
        // Both directions over loopback, with the heads of packets.
        long bytes = total(group, "ebpf.network.flow.io", "network.io.direction", "transmit");
        assertThat(bytes).isBetween((long) SENT_BYTES, SENT_BYTES * 11L / 10);
    }

    private static Path group() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/mounts"))) {
            String[] words = line.split(" ");
            if (words[2].equals("cgroup2")) {
                return Path.of(words[1], "forager-e2e-" + ProcessHandle.current().pid());
            }
        }
        throw new IOException("cgroup2: not mounted");
    }

    /** Seven programs that end with 9, and one that sends a megabyte. */
    private static void work(Path group) throws Exception {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread reader = Thread.ofVirtual().start(() -> readAll(server));
            String command =
                    "echo $$ > "
                            + group
                            + "/cgroup.procs; for i in $(seq "
                            + EXITS
                            + "); do /bin/sh -c 'exit 9'; done; exec bash -c 'head -c "
                            + SENT_BYTES
                            + " /dev/zero > /dev/tcp/127.0.0.1/"
                            + server.getLocalPort()
                            + "'";
            Process process =
                    new ProcessBuilder("bash", "-c", command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
            reader.join();
        }
    }

    private static void readAll(ServerSocket server) {
        try (Socket socket = server.accept()) {
            assertThat(socket.getInputStream().readAllBytes()).hasSize(SENT_BYTES);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long exits(String group) {
        return total(group, "app.exits", "process.exit.code", "9");
    }

    /** The sum of a metric's points of a group, as the last payload with any has them. */
    private long total(String group, String name, String key, String value) {
        long last = 0;
        for (Payload each : metrics) {
            long sum = 0;
            for (ResourceMetrics resource : ((Metrics) each.open()).resources()) {
                if (isOf(group, resource.resource().attributes())) {
                    for (ScopeMetrics scope : resource.scopes()) {
                        sum += total(scope, name, key, value);
                    }
                }
            }
            last = sum == 0 ? last : sum;
        }
        return last;
    }

    private static long total(ScopeMetrics scope, String name, String key, String value) {
        long sum = 0;
        for (Metric metric : scope.metrics()) {
            if (metric.name().equals(name) && metric.data() instanceof Sum data) {
                for (NumberDataPoint point : data.dataPoints()) {
                    boolean isIt = String.valueOf(point.attributes().get(key)).equals(value);
                    sum += isIt ? point.asInt() : 0;
                }
            }
        }
        return sum;
    }

    private static boolean isOf(String group, Attributes resource) {
        return resource.getString("process.linux.cgroup", "").equals(group);
    }

    private long execs(String group) {
        List<LogRecord> found = new ArrayList<>();
        for (Payload each : logs) {
            for (ResourceLogs resource : ((Logs) each.open()).resources()) {
                if (isOf(group, resource.resource().attributes())) {
                    for (ScopeLogs scope : resource.scopes()) {
                        found.addAll(scope.records());
                    }
                }
            }
        }
        return found.stream()
                .filter(each -> each.eventName().equals("ebpf.security.exec"))
                .filter(
                        each ->
                                String.valueOf(each.attributes().get("process.command_args"))
                                        .contains("exit 9"))
                .count();
    }
}
