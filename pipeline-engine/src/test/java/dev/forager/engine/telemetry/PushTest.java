// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.telemetry;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.forager.config.RecordBinder;
import dev.forager.config.TelemetryConfig;
import dev.forager.pipeline.ServiceView.BuildInfo;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What arrives at a backend over OTLP/HTTP. The backend keeps bodies as they are: the SDK's
 * encoding is not ours to test, so the texts in them are looked for.
 */
class PushTest {
    private final Map<String, Arrival> arrivals = new ConcurrentHashMap<>();
    private HttpServer backend;

    private record Arrival(String header, String body) {}

    @BeforeEach
    void listen() throws IOException {
        backend = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        backend.createContext("/", this::take);
        backend.start();
    }

    @AfterEach
    void close() {
        backend.stop(0);
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String header = String.valueOf(exchange.getRequestHeaders().getFirst("api-key"));
            arrivals.put(
                    exchange.getRequestURI().getPath(),
                    new Arrival(header, new String(body, StandardCharsets.ISO_8859_1)));
            exchange.sendResponseHeaders(200, -1);
        }
    }

    @Test
    void metricsLogsAndSpans_arriveWithResourceAndHeaders() throws Exception {
        String otlp =
                "{protocol: http/protobuf, endpoint: 'http://127.0.0.1:%d/v1/%s', headers: [{name:"
                        + " api-key, value: k}]}";
        int port = backend.getAddress().getPort();
        var config =
                RecordBinder.read(
                        """
                        metrics: {readers: [{periodic: {interval: 60000, exporter: {otlp: %s}}}]}
                        logs: {processors: [{batch: {exporter: {otlp: %s}}}]}
                        traces: {processors: [{simple: {exporter: {otlp: %s}}}]}
                        """
                                .formatted(
                                        otlp.formatted(port, "metrics"),
                                        otlp.formatted(port, "logs")
                                                // the form of configuration schema 0.2
                                                .replace(
                                                        "[{name: api-key, value: k}]",
                                                        "{api-key: k}"),
                                        // without a path the signal's own is meant
                                        otlp.formatted(port, "").replace("/v1/", "")),
                        TelemetryConfig.class);
        try (var telemetry =
                SelfTelemetry.start(
                        config,
                        new BuildInfo("otelcol", "", "1"),
                        Map.of("service.instance.id", "b71d"))) {
            requireNonNull(telemetry.tracing(Map.of("otelcol.component.id", "otlp/own")))
                    .tracers()
                    .get("x")
                    .spanBuilder("a span")
                    .startSpan()
                    .end();
            telemetry
                    .logger("x", Map.of("otelcol.component.id", "otlp"))
                    .atWarn()
                    .addKeyValue("endpoint", "here")
                    .log("a line");
        }
        assertThat(arrivals).containsOnlyKeys("/v1/metrics", "/v1/logs", "/v1/traces");
        assertThat(arrivals.values())
                .allSatisfy(arrival -> assertThat(arrival.body()).contains("b71d"))
                .allSatisfy(arrival -> assertThat(arrival.header()).isEqualTo("k"));
        assertThat(body("/v1/metrics")).contains("otelcol_process_uptime");
        assertThat(body("/v1/logs")).contains("a line", "otelcol.component.id", "endpoint", "warn");
        assertThat(body("/v1/traces")).contains("a span", "otelcol.component.id", "otlp/own");
    }

    @Test
    void samplerAndLimits_decideWhatOfSpansArrives() throws Exception {
        String exporter =
                "{protocol: http/protobuf, endpoint: 'http://127.0.0.1:%d'}"
                        .formatted(backend.getAddress().getPort());
        String traces =
                "{metrics: {level: none}, traces: {processors: [{simple: {exporter: {otlp: %s}}}], %s}}";
        makeSpan(traces.formatted(exporter, "sampler: {always_off: {}}"));
        makeSpan(traces.formatted(exporter, "sampler: {parent_based: {root: {always_off: {}}}}"));
        makeSpan(traces.formatted(exporter, "sampler: {trace_id_ratio_based: {ratio: 0}}"));
        assertThat(arrivals).isEmpty();
        makeSpan(
                traces.formatted(
                        exporter,
                        "sampler: {trace_id_ratio_based: {}}, limits:"
                                + " {attribute_value_length_limit: 3}"));
        assertThat(body("/v1/traces")).contains("a span", "abc").doesNotContain("abcd");
    }

    private static void makeSpan(String yaml) throws Exception {
        var config = RecordBinder.read(yaml, TelemetryConfig.class);
        var build = new BuildInfo("otelcol", "", "1");
        try (var telemetry = SelfTelemetry.start(config, build, Map.of())) {
            requireNonNull(telemetry.tracing(Map.of()))
                    .tracers()
                    .get("x")
                    .spanBuilder("a span")
                    .setAttribute("a", "abcdef")
                    .startSpan()
                    .end();
        }
    }

    @Test
    void unreadableCertificate_isAnErrorThatNamesIt() throws Exception {
        var config =
                RecordBinder.read(
                        """
                        metrics: {level: none}
                        traces: {processors: [{simple: {exporter: {otlp: {protocol: grpc, certificate: /no/ca.pem}}}}]}
                        """,
                        TelemetryConfig.class);
        assertThatThrownBy(() -> SelfTelemetry.start(config, new BuildInfo("c", "", "1"), Map.of()))
                .isInstanceOf(IOException.class)
                .hasMessage("service::telemetry: cannot read /no/ca.pem");
    }

    private String body(String path) {
        Arrival arrival = arrivals.get(path);
        return arrival == null ? "" : arrival.body();
    }
}
