// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.forager.exporters.prometheusremotewrite.RealPrometheus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The real Prometheus scrapes the page, in the form that it prefers. */
class ScrapedByPrometheusTest {
    private static final Path INPUT =
            Path.of(
                    "src/test/resources/dev/forager/exporters/prometheus/golden/default/input-1.json");

    private static final String SCRAPE =
            """
            scrape_configs:
              - job_name: forager
                scrape_interval: 1s
                scrape_timeout: 1s
                honor_labels: true
                %s
                static_configs: [{targets: ["127.0.0.1:%d"]}]
            """;

    @TempDir private Path folder;
    private Path program;

    @BeforeEach
    void find() {
        program = RealPrometheus.required();
    }

    private static List<String> own(RealPrometheus server) throws IOException {
        return server.samples().stream()
                .filter(line -> line.contains("shop-1"))
                .distinct()
                .map(line -> line.replaceAll(", otel_scope_[a-z_]+=\"[^\"]*\"", ""))
                .toList();
    }

    /** Before 3.0 the feature flag of native histograms makes it ask for protobuf. */
    private String nativeHistograms() throws IOException {
        return RealPrometheus.takesOtlp(program)
                ? "scrape_native_histograms: true\n    scrape_protocols: [PrometheusProto]"
                : "";
    }

    /** With protobuf, which both versions ask for here, exponential histograms are native. */
    @Test
    void page_isTakenWhole() throws Exception {
        try (var exporter = new ScrapedExporter("enable_open_metrics: true");
                RealPrometheus server =
                        RealPrometheus.start(
                                program,
                                folder,
                                SCRAPE.formatted(nativeHistograms(), exporter.port()))) {
            exporter.exportJson(Files.readString(INPUT));
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> own(server), lines -> lines.toString().contains("target_info"));
            assertThat(own(server))
                    .contains(
                            "{__name__=\"target_info\", host_name=\"h1\", instance=\"shop-1\","
                                    + " job=\"eu/shop\"} 1.0",
                            "{__name__=\"active\", instance=\"shop-1\", job=\"eu/shop\"} -3.0",
                            "{__name__=\"io_bytes_per_second_total\", instance=\"shop-1\","
                                    + " job=\"eu/shop\"} 1.5",
                            "{__name__=\"latency_seconds_bucket\", instance=\"shop-1\","
                                    + " job=\"eu/shop\", le=\"0.5\"} 1.0",
                            "{__name__=\"latency_seconds_count\", instance=\"shop-1\","
                                    + " job=\"eu/shop\"} 6.0",
                            "{__name__=\"sizes_bytes\", instance=\"shop-1\", job=\"eu/shop\"}"
                                    + " count=10.0 sum=99.5 buckets=5");
            assertThat(server.exemplars("http_requests_total"))
                    .contains("0102030405060708090a0b0c0d0e0f10");
        }
    }

    @Test
    void utf8Names_areTakenWhereTheyAreKnown() throws Exception {
        Assumptions.assumeTrue(RealPrometheus.takesOtlp(program), "UTF-8 names came with 3.0");
        try (var exporter = new ScrapedExporter("translation_strategy: NoTranslation");
                RealPrometheus server =
                        RealPrometheus.start(
                                program,
                                folder,
                                SCRAPE.formatted(
                                        "scrape_protocols: [PrometheusText1.0.0,"
                                                + " PrometheusText0.0.4]",
                                        exporter.port()))) {
            exporter.exportJson(Files.readString(INPUT));
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> own(server), lines -> lines.toString().contains("target_info"));
            assertThat(own(server).toString())
                    .contains("__name__=\"http.requests\"", "http.method=\"GET\"");
        }
    }

    /** Each of these made one version or another refuse the whole page, as text or protobuf. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void oddPoints_costNotThePage(boolean hasNative) throws Exception {
        try (var exporter =
                new ScrapedExporter(
                        "enable_open_metrics: true", "translation_strategy: NoTranslation")) {
            exporter.exportJson(
                    """
                    {"resourceMetrics": [{
                      "resource": {"attributes": [{"key": "service.instance.id", "value": {"stringValue": "shop-1"}}]},
                      "scopeMetrics": [{"metrics": [
                        {"name": "one.label", "gauge": {"dataPoints": [{"asInt": "1", "attributes": [
                          {"key": "a.b", "value": {"stringValue": "1"}}, {"key": "a_b", "value": {"stringValue": "2"}}]}]}},
                        {"name": "colon", "gauge": {"dataPoints": [{"asInt": "1", "attributes": [
                          {"key": "a:b", "value": {"stringValue": "1"}}]}]}},
                        {"name": "no.total", "sum": {"aggregationTemporality": 2, "isMonotonic": true, "dataPoints": [{"asInt": "1",
                          "exemplars": [{"asInt": "1", "traceId": "0102030405060708090a0b0c0d0e0f10"}]}]}},
                        {"name": "unsound", "exponentialHistogram": {"aggregationTemporality": 2, "dataPoints": [
                          {"count": "3", "sum": 1, "positive": {"bucketCounts": ["10"]}}]}},
                        {"name": "sound", "gauge": {"dataPoints": [{"asInt": "1"}]}}]}]}]}
                    """);
            String scrape = SCRAPE.formatted(hasNative ? nativeHistograms() : "", exporter.port());
            try (RealPrometheus server =
                    hasNative
                            ? RealPrometheus.start(program, folder, scrape)
                            : RealPrometheus.startPlain(program, folder, scrape)) {
                await().atMost(Duration.ofSeconds(30))
                        .untilAsserted(
                                () ->
                                        assertThat(own(server).toString())
                                                .contains("sound", "colon", "one", "total"));
            }
        }
    }
}
