// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheusremotewrite;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.forager.exporters.prometheusremotewrite.RealProgram;
import dev.forager.exporters.prometheusremotewrite.RealPrometheus;
import dev.forager.pdata.OtlpJson;
import dev.forager.pdata.Payload;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The real Prometheus and the real vmagent scrape a page and send what they found. Without the
 * programs, on the PATH or in the properties {@code forager.prometheus} and {@code
 * forager.vmagent}, there is nothing to test against.
 */
class RealSendersTest {
    private final AtomicInteger scrapes = new AtomicInteger();
    @TempDir private Path folder;
    private HttpServer page;

    @BeforeEach
    void open() throws IOException {
        page = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        page.createContext(
                "/metrics",
                exchange -> {
                    // An exemplar that stays the same is sent on once only, perhaps too early.
                    byte[] body = text(scrapes.incrementAndGet()).getBytes(UTF_8);
                    exchange.getResponseHeaders()
                            .add(
                                    "Content-Type",
                                    "application/openmetrics-text; version=1.0.0; charset=utf-8");
                    exchange.sendResponseHeaders(200, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        page.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        page.start();
    }

    @AfterEach
    void close() {
        page.stop(0);
    }

    private static String text(int exemplar) {
        return """
               # HELP jobs Done.
               # TYPE jobs counter
               jobs_total{kind="a"} 7.0 # {trace_id="0102030405060708090a0b0c0d0e0f10"} %d.0
               # TYPE depth gauge
               depth 2.5
               # TYPE latency histogram
               latency_bucket{le="0.5"} 1
               latency_bucket{le="+Inf"} 3
               latency_sum 4.5
               latency_count 3
               # TYPE pause summary
               pause{quantile="0.5"} 2.0
               pause_sum 10.5
               pause_count 4
               # TYPE target info
               target_info{host_name="h1"} 1
               # EOF
               """
                .formatted(exemplar);
    }

    private static String received(WrittenTo server) {
        return server.sink().payloads().stream()
                .map(RealSendersTest::json)
                .collect(Collectors.joining("\n"));
    }

    private static String json(Payload payload) {
        return new String(OtlpJson.toJson(payload), UTF_8);
    }

    private String scrape() {
        return """
               global: {scrape_interval: 1s, scrape_timeout: 1s}
               scrape_configs:
                 - job_name: eu/shop
                   static_configs: [{targets: ["127.0.0.1:%d"], labels: {instance: shop-1}}]
               """
                .formatted(page.getAddress().getPort());
    }

    @ParameterizedTest
    @ValueSource(strings = {"prometheus.WriteRequest", "io.prometheus.write.v2.Request"})
    void prometheus_sendsWhatItScraped(String message) throws Exception {
        Optional<Path> program = RealPrometheus.program();
        Assumptions.assumeTrue(program.isPresent(), "no prometheus on the PATH");
        boolean isSecond = message.contains("v2");
        Assumptions.assumeTrue(
                !isSecond || RealPrometheus.takesOtlp(program.orElseThrow()),
                "remote write 2.0 came with 3.0");
        try (var server = new WrittenTo();
                RealPrometheus prometheus =
                        RealPrometheus.start(
                                program.orElseThrow(),
                                folder,
                                config(server, message, isSecond),
                                isSecond ? ",type-and-unit-labels" : "")) {
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertReceived(received(server), isSecond));
            assertThat(server.settings.log().messages())
                    .containsExactly("Starting remote write server");
            assertThat(prometheus.samples().toString()).contains("jobs_total");
        }
    }

    private String config(WrittenTo server, String message, boolean isSecond) {
        String more = isSecond ? ", protobuf_message: " + message : "";
        return scrape()
                + "remote_write: [{url: \"%s\", send_exemplars: true%s, queue_config: {batch_send_deadline: 1s}, metadata_config: {send_interval: 1s}}]\n"
                        .formatted(server.url(), more);
    }

    private static void assertReceived(String all, boolean isSecond) {
        assertThat(all)
                .contains("jobs_total", "depth", "pause", "latency", "\"up\"")
                .contains("\"service.namespace\"", "\"shop\"", "\"shop-1\"", "h1")
                .contains("\"traceId\":\"0102030405060708090a0b0c0d0e0f10\"");
        if (isSecond) {
            assertThat(all)
                    .contains(
                            "\"isMonotonic\":true",
                            "\"explicitBounds\":[0.5]",
                            "\"quantileValues\"")
                    .doesNotContain("__type__");
        }
    }

    @Test
    void vmagent_sendsWhatItScraped() throws Exception {
        Optional<Path> program = RealProgram.find("vmagent");
        Assumptions.assumeTrue(program.isPresent(), "no vmagent on the PATH");
        Path config = folder.resolve("scrape.yml");
        Files.writeString(config, scrape());
        try (var server = new WrittenTo()) {
            Process agent =
                    new ProcessBuilder(
                                    program.orElseThrow().toString(),
                                    "-promscrape.config=" + config,
                                    "-remoteWrite.url=" + server.url(),
                                    "-remoteWrite.tmpDataPath=" + folder.resolve("queue"),
                                    "-remoteWrite.flushInterval=1s",
                                    "-httpListenAddr=127.0.0.1:0")
                            .redirectErrorStream(true)
                            .redirectOutput(folder.resolve("log").toFile())
                            .start();
            try {
                await().atMost(Duration.ofSeconds(30))
                        .until(
                                () -> received(server),
                                all ->
                                        all.contains("jobs_total")
                                                && all.contains("latency_bucket"));
                assertThat(received(server))
                        .contains("\"service.namespace\"", "\"shop\"", "\"shop-1\"", "\"depth\"");
            } finally {
                agent.destroy();
                agent.onExit().orTimeout(30, TimeUnit.SECONDS).join();
            }
        }
    }
}
