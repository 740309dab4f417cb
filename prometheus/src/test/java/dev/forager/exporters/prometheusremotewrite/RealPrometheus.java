// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.prometheusremotewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.forager.pdata.Payload;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** A Prometheus of its makers on a port of its own: it takes remote write, and what it is told. */
public final class RealPrometheus implements AutoCloseable {
    private static final String OTLP_FLAG = "--web.enable-otlp-receiver";
    private static final String USUAL = "native-histograms,exemplar-storage";
    private static final String STORAGE = "storage: {tsdb: {out_of_order_time_window: 30m}}\n";

    /** As the Go collector's exporter names things. */
    private static final String OTLP =
            """
            otlp:
              promote_scope_metadata: true
              label_name_underscore_sanitization: false
              label_name_preserve_multiple_underscores: true
            """;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Process process;
    private final PrometheusApi api;
    private final int port;

    private RealPrometheus(Process process, int port) {
        this.process = process;
        this.port = port;
        api = new PrometheusApi(port);
    }

    /** The program: that of the property {@code forager.prometheus}, or what the PATH has. */
    public static Optional<Path> program() {
        return RealProgram.find("prometheus");
    }

    /** The program; without it the test is left. */
    public static Path required() {
        Optional<Path> found = program();
        Assumptions.assumeTrue(found.isPresent(), "no prometheus on the PATH");
        return found.orElseThrow();
    }

    /** Whether it has a receiver of OTLP, as since 3.0. */
    public static boolean takesOtlp(Path program) throws IOException {
        Process asked =
                new ProcessBuilder(program.toString(), "--help").redirectErrorStream(true).start();
        byte[] said = asked.getInputStream().readAllBytes();
        return new String(said, StandardCharsets.UTF_8).contains("web.enable-otlp-receiver");
    }

    /** Starts it. */
    public static RealPrometheus start(Path program, Path folder) throws IOException {
        return start(program, folder, "");
    }

    /** Starts it with more in its configuration. */
    public static RealPrometheus start(Path program, Path folder, String more) throws IOException {
        return start(program, folder, more, "");
    }

    /**
     * Starts it with more in its configuration.
     *
     * @param features to enable beside the usual ones, each behind a comma
     */
    public static RealPrometheus start(Path program, Path folder, String more, String features)
            throws IOException {
        return start(program, folder, more, USUAL + features, RealProgram.freePort());
    }

    /** Starts it without native histograms, as it is by itself. */
    public static RealPrometheus startPlain(Path program, Path folder, String more)
            throws IOException {
        return start(program, folder, more, "exemplar-storage", RealProgram.freePort());
    }

    private static RealPrometheus start(
            Path program, Path folder, String more, String features, int port) throws IOException {
        Path config = folder.resolve("prometheus.yml");
        boolean hasOtlp = takesOtlp(program);
        Files.writeString(config, STORAGE + (hasOtlp ? OTLP : "") + more);
        List<String> command =
                new ArrayList<>(
                        List.of(
                                program.toString(),
                                "--config.file=" + config,
                                "--storage.tsdb.path=" + folder.resolve("data"),
                                "--web.listen-address=127.0.0.1:" + port,
                                "--web.enable-remote-write-receiver",
                                "--enable-feature=" + features));
        if (hasOtlp) {
            command.add(OTLP_FLAG);
        }
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("log").toFile())
                        .start();
        var started = new RealPrometheus(process, port);
        await().atMost(Duration.ofSeconds(60)).until(() -> started.isReady());
        return started;
    }

    /** Ends it at once, as a crash. */
    void kill() {
        process.destroyForcibly();
        process.onExit().orTimeout(30, TimeUnit.SECONDS).join();
    }

    /** Stands still, as a host without memory or processor: connections are taken, nothing else. */
    void freeze() throws IOException {
        signal("-STOP");
    }

    /** Goes on after {@link #freeze}. */
    void thaw() throws IOException {
        signal("-CONT");
    }

    private void signal(String name) throws IOException {
        Process sent = new ProcessBuilder("kill", name, Long.toString(process.pid())).start();
        assertThat(sent.onExit().orTimeout(30, TimeUnit.SECONDS).join().exitValue()).isZero();
    }

    /** Starts it again after its end, with its data and at its port. */
    RealPrometheus again(Path program, Path folder) throws IOException {
        return start(program, folder, "", USUAL, port);
    }

    private boolean isReady() {
        assertThat(process.isAlive()).as("prometheus runs").isTrue();
        return api.isThere("/-/ready");
    }

    /** Where it takes remote write. */
    public String writeUrl() {
        return "http://127.0.0.1:%d/api/v1/write".formatted(port);
    }

    /** Gives OTLP to its own receiver. */
    void receive(Payload payload) throws IOException {
        URI uri = URI.create("http://127.0.0.1:%d/api/v1/otlp/v1/metrics".formatted(port));
        var request =
                HttpRequest.newBuilder(uri)
                        .header("Content-Type", "application/x-protobuf")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(payload.toByteArray()));
        try {
            HttpResponse<String> answer =
                    http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Every sample of the last hour as a line, sorted. */
    public List<String> samples() throws IOException {
        return api.samples();
    }

    /** The series that a query finds at this moment, sorted. */
    List<String> present(String query) throws IOException {
        return api.present(query);
    }

    /** What exemplars of a series point at. */
    public String exemplars(String name) throws IOException {
        return api.get("/api/v1/query_exemplars?start=0&end=9999999999&query=" + name).body();
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().orTimeout(30, TimeUnit.SECONDS).join();
    }
}
