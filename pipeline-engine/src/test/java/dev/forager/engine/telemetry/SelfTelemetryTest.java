// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.forager.config.TelemetryConfig;
import dev.forager.config.TelemetryMetrics;
import dev.forager.pipeline.ServiceView.BuildInfo;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The whole with real sockets: what a scrape sees, and what happens when a port is taken. */
class SelfTelemetryTest {
    private static final BuildInfo BUILD = new BuildInfo("otelcol", "A collector", "0.165.0");
    private static final Map<String, String> ID = Map.of("service.instance.id", "b71d");

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void scrape_showsCountersAsTheGoCollectorDoes() throws Exception {
        try (var telemetry = SelfTelemetry.start(on(0), BUILD, ID)) {
            var accepted =
                    telemetry
                            .meter("dev.forager.engine")
                            .counterBuilder("otelcol_receiver_accepted_spans")
                            .setUnit("{span}")
                            .setDescription(
                                    "Number of spans successfully pushed into the pipeline."
                                            + " [Alpha]")
                            .build();
            accepted.add(1_234_567, attributes("receiver", "otlp", "transport", "http"));
            accepted.add(2, attributes("receiver", "otlp", "transport", "grpc"));
            assertThat(scrape(telemetry))
                    .contains(
                            """
                            # HELP otelcol_receiver_accepted_spans Number of spans successfully pushed into the pipeline. [Alpha]
                            # TYPE otelcol_receiver_accepted_spans counter
                            otelcol_receiver_accepted_spans{receiver="otlp",transport="grpc"} 2
                            otelcol_receiver_accepted_spans{receiver="otlp",transport="http"} 1.234567e+06
                            # HELP promhttp_metric_handler_errors_total Total number of internal errors encountered by the promhttp metric handler.
                            # TYPE promhttp_metric_handler_errors_total counter
                            promhttp_metric_handler_errors_total{cause="encoding"} 0
                            promhttp_metric_handler_errors_total{cause="gathering"} 0
                            # HELP target_info Target metadata
                            # TYPE target_info gauge
                            target_info{service_instance_id="b71d",service_name="otelcol",service_version="0.165.0"} 1
                            """);
        }
    }

    @Test
    void scrape_showsTheProcess() throws Exception {
        try (var telemetry = SelfTelemetry.start(on(0), BUILD, ID)) {
            assertThat(scrape(telemetry))
                    .containsPattern("\notelcol_process_uptime [0-9.]+(e-0\\d)?\n")
                    .containsPattern("\notelcol_process_cpu_seconds [0-9.]+\n")
                    .containsPattern("\notelcol_process_memory_rss [0-9.]+e\\+0[78]\n")
                    .containsPattern(
                            "\notelcol_process_runtime_heap_alloc_bytes [0-9.]+e\\+0[678]\n")
                    .containsPattern("\notelcol_process_runtime_total_alloc_bytes [0-9.]+e\\+")
                    .containsPattern(
                            "\notelcol_process_runtime_total_sys_memory_bytes [0-9.]+e\\+0[789]\n");
        }
    }

    @Test
    void componentMeter_addsThePrefixOnce() throws Exception {
        try (var telemetry = SelfTelemetry.start(on(0), BUILD, ID)) {
            var meter = telemetry.componentMeter("batch");
            meter.counterBuilder("processor_x").build().add(1);
            meter.counterBuilder("otelcol_processor_y").build().add(1);
            meter.counterBuilder("forager_z").build().add(1);
            assertThat(scrape(telemetry))
                    .contains("\notelcol_processor_x 1\n")
                    .contains("\notelcol_processor_y 1\n")
                    .contains("\nforager_z 1\n");
        }
    }

    @Test
    void answers_haveTheTypeAndTheNotFoundOfTheGoCollector() throws Exception {
        try (var telemetry = SelfTelemetry.start(on(0), BUILD, ID)) {
            var metrics = get(telemetry, "/metrics");
            assertThat(metrics.headers().firstValue("content-type"))
                    .hasValue("text/plain; version=0.0.4; charset=utf-8; escaping=underscores");
            var other = get(telemetry, "/metricsx");
            assertThat(other.statusCode()).isEqualTo(404);
            assertThat(other.body()).isEqualTo("404 page not found\n");
        }
    }

    @Test
    void levelNone_opensNoPort() throws Exception {
        var none = new TelemetryMetrics(TelemetryMetrics.Level.NONE, List.of(), null);
        try (var telemetry =
                SelfTelemetry.start(TelemetryConfig.defaults().withMetrics(none), BUILD, ID)) {
            telemetry.meter("x").counterBuilder("y").build().add(1);
            assertThat(telemetry.prometheusPorts()).isEmpty();
        }
    }

    @Test
    void levels_leaveOutWhatTheGoCollectorLeavesOut() throws Exception {
        assertThat(scrapeAt(TelemetryMetrics.Level.BASIC))
                .doesNotContain("send_size")
                .contains("otelcol_exporter_send_failed_spans{exporter=\"e\"} 1\n");
        assertThat(scrapeAt(TelemetryMetrics.Level.NORMAL))
                .contains("otelcol_processor_batch_batch_send_size_count 1\n")
                .doesNotContain("send_size_bytes")
                .contains("otelcol_exporter_send_failed_spans{exporter=\"e\"} 1\n");
        assertThat(scrapeAt(TelemetryMetrics.Level.DETAILED))
                .contains(
                        "otelcol_processor_batch_batch_send_size_bytes_bucket{le=\"1.048576e+06\"} 1\n")
                .contains(
                        "otelcol_exporter_send_failed_spans{error_type=\"_OTHER\",exporter=\"e\"} 1\n");
    }

    private String scrapeAt(TelemetryMetrics.Level level) throws Exception {
        var metrics = new TelemetryMetrics(level, on(0).metrics().readers(), null);
        try (var telemetry =
                SelfTelemetry.start(TelemetryConfig.defaults().withMetrics(metrics), BUILD, ID)) {
            var meter = telemetry.componentMeter("batch");
            meter.histogramBuilder("processor_batch_batch_send_size").ofLongs().build().record(3);
            meter.histogramBuilder("processor_batch_batch_send_size_bytes")
                    .ofLongs()
                    .setExplicitBucketBoundariesAdvice(List.of(128L, 1_048_576L))
                    .build()
                    .record(3);
            meter.counterBuilder("exporter_send_failed_spans")
                    .build()
                    .add(1, attributes("exporter", "e", "error.type", "_OTHER"));
            return scrape(telemetry);
        }
    }

    @Test
    void suffixesScopeAndConstantLabels_areThoseOfTheGoCollector() throws Exception {
        var chosen = new TelemetryMetrics.IncludeExclude(List.of("service.name"), List.of());
        var prometheus =
                new TelemetryMetrics.Prometheus("127.0.0.1", 0, false, false, true, chosen);
        var pull = new TelemetryMetrics.Pull(new TelemetryMetrics.PullExporter(prometheus));
        var metrics =
                new TelemetryMetrics(
                        TelemetryMetrics.Level.NORMAL,
                        List.of(new TelemetryMetrics.Reader(pull, null)),
                        null);
        try (var telemetry =
                SelfTelemetry.start(TelemetryConfig.defaults().withMetrics(metrics), BUILD, ID)) {
            assertThat(scrape(telemetry))
                    .contains("\n# TYPE otelcol_process_memory_rss_bytes gauge\n")
                    .contains("\n# TYPE otelcol_process_cpu_seconds_total counter\n")
                    .contains("\n# TYPE otelcol_process_runtime_total_alloc_bytes_total counter\n")
                    .contains(
                            "\notelcol_process_uptime_seconds_total{otel_scope_name=\"go.opentelemetry.io/collector/service\",otel_scope_schema_url=\"\",otel_scope_version=\"\",service_name=\"otelcol\"} ");
        }
    }

    @Test
    void takenPort_isAnErrorThatNamesIt() throws Exception {
        try (var first = SelfTelemetry.start(on(0), BUILD, ID)) {
            int port = first.prometheusPorts().getFirst();
            assertThatThrownBy(() -> SelfTelemetry.start(on(port), BUILD, ID))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith(
                            "failed to create meter provider: binding address 127.0.0.1:%d for"
                                            .formatted(port)
                                    + " Prometheus exporter: listen tcp 127.0.0.1:"
                                    + port
                                    + ": bind: address already in use");
        }
    }

    @Test
    void closed_freesThePort() throws Exception {
        int port;
        try (var first = SelfTelemetry.start(on(0), BUILD, ID)) {
            port = first.prometheusPorts().getFirst();
            scrape(first);
        }
        try (var second = SelfTelemetry.start(on(port), BUILD, ID)) {
            assertThat(scrape(second)).contains("target_info");
        }
    }

    private static TelemetryConfig on(int port) {
        return TelemetryConfig.defaults()
                .withMetrics(TelemetryMetrics.prometheus("127.0.0.1", port));
    }

    private static Attributes attributes(String... pairs) {
        var builder = Attributes.builder();
        for (int i = 0; i < pairs.length; i += 2) {
            builder.put(AttributeKey.stringKey(pairs[i]), pairs[i + 1]);
        }
        return builder.build();
    }

    private String scrape(SelfTelemetry telemetry) throws Exception {
        return get(telemetry, "/metrics").body();
    }

    private HttpResponse<String> get(SelfTelemetry telemetry, String path) throws Exception {
        var uri = URI.create("http://127.0.0.1:" + telemetry.prometheusPorts().getFirst() + path);
        return client.send(
                HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }
}
