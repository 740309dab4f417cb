// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.prometheus;

import static dev.forager.testkit.ConfigAssertions.assertThatConfig;
import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.config.RecordBinder;
import dev.forager.pdata.Payload;
import dev.forager.pdata.Signal;
import dev.forager.pipeline.Gates;
import dev.forager.testkit.TestSettings;
import dev.forager.testkit.TestTelemetry;
import java.io.ByteArrayInputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is on the page, for how long, and in which form. */
class PrometheusExporterTest {
    private static final String DROPPED = "forager_exporter_prometheus_dropped_points";
    private static final String REQUEST =
            """
            {"resourceMetrics": [{"resource": {"attributes": [%s]},
              "scopeMetrics": [{"scope": {"name": "%s"}, "metrics": [%s]}]}]}
            """;

    private static String target(int pid) {
        return """
               {"key": "service.name", "value": {"stringValue": "s"}},
               {"key": "service.instance.id", "value": {"stringValue": "i"}},
               {"key": "pid", "value": {"intValue": "%d"}}
               """
                .formatted(pid);
    }

    private static String request(String... metrics) {
        return REQUEST.formatted("", "lib", String.join(",", metrics));
    }

    private static String gauge(String name, int value) {
        return "{\"name\": \"%s\", \"gauge\": {\"dataPoints\": [{\"asInt\": \"%d\"}]}}"
                .formatted(name, value);
    }

    private static String sum(String name, int temporality, boolean isMonotonic) {
        return """
                {"name": "%s", "sum": {"aggregationTemporality": %d, "isMonotonic": %s,
                 "dataPoints": [{"asInt": "4"}]}}
                """
                .formatted(name, temporality, isMonotonic);
    }

    private static List<String> plain(ScrapedExporter exporter) throws Exception {
        return exporter.samples().stream()
                .map(line -> line.replaceAll(",?otel_scope_\\w+=\"[^\"]*\"", ""))
                .map(line -> line.replace("{}", "").replace("{,", "{"))
                .toList();
    }

    @Test
    void series_isServedUntilItExpires() throws Exception {
        try (var exporter = new ScrapedExporter("metric_expiration: 1m")) {
            exporter.exportJson(request(gauge("a", 1), gauge("b", 2)));
            exporter.pass(Duration.ofSeconds(50));
            exporter.exportJson(request(gauge("b", 3)));
            assertThat(plain(exporter)).containsExactly("a 1", "b 3");
            exporter.pass(Duration.ofSeconds(20));
            assertThat(plain(exporter)).containsExactly("b 3");
            exporter.pass(Duration.ofMinutes(1));
            assertThat(exporter.text("*/*")).isEmpty();
            assertThat(exporter.settings.metrics().sum("forager_exporter_state_entries")).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    __name__|"gauge": {"dataPoints": [{"asInt": "4", %s}]}
                    __foo|"gauge": {"dataPoints": [{"asInt": "4", %s}]}
                    le|"histogram": {"aggregationTemporality": 2, "dataPoints": [{"count": "1", "bucketCounts": ["1"], %s}]}
                    quantile|"summary": {"dataPoints": [{"count": "1", "quantileValues": [{"quantile": 0.5}], %s}]}
                    """)
    void reservedLabels_costTheirPointAndNotThePage(String name, String data) throws Exception {
        String attributes =
                "\"attributes\": [{\"key\": \"%s\", \"value\": {\"stringValue\": \"x\"}}]"
                        .formatted(name);
        try (var exporter = new ScrapedExporter()) {
            exporter.exportJson(
                    request(
                            gauge("a", 1),
                            "{\"name\": \"b\", %s}".formatted(data.formatted(attributes))));
            assertThat(plain(exporter)).containsExactly("a 1");
            assertThat(exporter.settings.metrics().sum(DROPPED)).isEqualTo(1);
            assertThat(exporter.settings.log().lines().toString())
                    .contains("label " + name + " is reserved");
        }
    }

    /** A Prometheus before 3.0 refuses a page with a label twice, or with a name in quotes. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    allow-utf-8|a{"x.y"="1","x:y"="2",x_y="3"} 4
                    underscores|a{x_y="1;2;3"} 4
                    dots       |a{x_dot_y="1",x__y="2",x_y="3"} 4
                    values     |a{U__x_2e_y="1",U__x_3a_y="2",x_y="3"} 4
                    """)
    void labelsThatGetOneName_areJoined(String escaping, String expected) throws Exception {
        try (var exporter = new ScrapedExporter("translation_strategy: NoTranslation")) {
            exporter.exportJson(
                    request(
                            """
                            {"name": "a", "gauge": {"dataPoints": [{"asInt": "4", "attributes": [
                              {"key": "x.y", "value": {"stringValue": "1"}},
                              {"key": "x:y", "value": {"stringValue": "2"}},
                              {"key": "x_y", "value": {"stringValue": "3"}}]}]}}
                            """));
            assertThat(exporter.text("text/plain;version=0.0.4;escaping=" + escaping).lines())
                    .map(line -> line.replaceAll(",?otel_scope_\\w+=\"[^\"]*\",?", ""))
                    .contains(expected);
        }
    }

    /** A Prometheus before 3.0 refuses a page with an exemplar of what is not called total. */
    @ParameterizedTest
    @CsvSource({"allow-utf-8,true,true", "underscores,true,false"})
    void exemplars_areWhereTheClientTakesThem(String escaping, boolean total, boolean other)
            throws Exception {
        String counter =
                """
                {"name": "%s", "sum": {"aggregationTemporality": 2, "isMonotonic": true, "dataPoints": [
                  {"asInt": "4", "exemplars": [{"asInt": "1", "traceId": "0102030405060708090a0b0c0d0e0f10"}]}]}}
                """;
        try (var exporter =
                new ScrapedExporter(
                        "enable_open_metrics: true", "translation_strategy: NoTranslation")) {
            exporter.exportJson(
                    request(counter.formatted("a_total"), counter.formatted("b.count")));
            List<Boolean> hasExemplar =
                    exporter.text("application/openmetrics-text;version=1.0.0;escaping=" + escaping)
                            .lines()
                            .filter(line -> !line.startsWith("#"))
                            .map(line -> line.contains("trace_id"))
                            .toList();
            assertThat(hasExemplar).containsExactly(total, other);
        }
    }

    @Test
    void seriesBeyondTheLimit_areDroppedCountedAndSaid() throws Exception {
        try (var exporter = new ScrapedExporter("max_series: 2")) {
            exporter.exportJson(request(gauge("a", 1), gauge("b", 2), gauge("c", 3)));
            exporter.exportJson(request(gauge("a", 4), gauge("d", 5)));
            assertThat(plain(exporter)).containsExactly("a 4", "b 2");
            assertThat(exporter.settings.metrics().sum(DROPPED)).isEqualTo(2);
            assertThat(exporter.settings.log().messages())
                    .singleElement()
                    .asString()
                    .contains("max_series");
        }
    }

    @Test
    void targetInfo_isTheLatestDescriptionOfTheTarget() throws Exception {
        try (var exporter = new ScrapedExporter()) {
            for (int pid = 1; pid <= 2; pid++) {
                exporter.exportJson(REQUEST.formatted(target(pid), "lib", gauge("a", 1)));
            }
            assertThat(plain(exporter))
                    .containsExactly(
                            "a{instance=\"i\",job=\"s\"} 1",
                            "target_info{instance=\"i\",job=\"s\",pid=\"2\"} 1");
            exporter.pass(Duration.ofMinutes(6));
            assertThat(plain(exporter)).isEmpty();
        }
    }

    @Test
    void otherTypeOfOneName_isDroppedAndSaidOnce() throws Exception {
        try (var exporter = new ScrapedExporter()) {
            exporter.exportJson(request(gauge("x_total", 1)));
            exporter.exportJson(request(sum("x", 2, true)));
            exporter.exportJson(request(sum("x", 2, true)));
            assertThat(plain(exporter)).containsExactly("x_total 1");
            assertThat(exporter.settings.metrics().sum(DROPPED)).isEqualTo(2);
            assertThat(exporter.settings.log().lines().toString())
                    .contains("instrument type conflict", "x_total", "gauge", "counter");
            assertThat(exporter.settings.log().messages()).hasSize(1);
        }
    }

    @Test
    void otherDescription_isSaidOnce_andTheFirstServed() throws Exception {
        String second =
                "{\"name\": \"a\", \"description\": \"other\", \"gauge\": {\"dataPoints\":"
                        + " [{\"asInt\": \"1\", \"attributes\": [{\"key\": \"k\", \"value\":"
                        + " {\"stringValue\": \"v\"}}]}]}}";
        try (var exporter = new ScrapedExporter()) {
            exporter.exportJson(request(gauge("a", 1), second));
            exporter.exportJson(request(gauge("a", 1), second));
            assertThat(exporter.text("*/*")).contains("# HELP a \n").doesNotContain("other");
            assertThat(exporter.settings.log().messages())
                    .containsExactly("Instrument description conflict, using existing");
        }
    }

    @Test
    void seriesWithTheLabelsOfAnother_isDroppedAndSaidOnce() throws Exception {
        try (var exporter = new ScrapedExporter("without_scope_info: true")) {
            for (int i = 0; i < 2; i++) {
                exporter.exportJson(request(gauge("a", 1)));
                exporter.exportJson(REQUEST.formatted("", "other", gauge("a", 2)));
            }
            assertThat(exporter.samples()).containsExactly("a 1");
            assertThat(exporter.settings.metrics().sum(DROPPED)).isEqualTo(2);
            assertThat(exporter.settings.log().messages())
                    .singleElement()
                    .asString()
                    .contains("same name and labels");
        }
    }

    @Test
    void sumThatRisesAndFallsInDeltas_isDropped() throws Exception {
        try (var exporter = new ScrapedExporter()) {
            assertThat(
                            exporter.exportJson(
                                    request(
                                            sum("a", 1, false),
                                            sum("b", 0, true),
                                            sum("c", 2, true))))
                    .as("left out")
                    .isEqualTo(2);
            assertThat(plain(exporter)).containsExactly("c_total 4");
            assertThat(exporter.settings.metrics().points(DROPPED).toString())
                    .contains("temporality");
        }
    }

    @Test
    void page_isCompressedWhereTheClientTakesIt() throws Exception {
        try (var exporter = new ScrapedExporter()) {
            exporter.exportJson(request(gauge("a", 1)));
            HttpResponse<byte[]> answer = exporter.get("Accept-Encoding", "zstd;q=0.5, gzip");
            assertThat(answer.headers().firstValue("content-encoding")).contains("gzip");
            byte[] text =
                    new GZIPInputStream(new ByteArrayInputStream(answer.body())).readAllBytes();
            assertThat(new String(text, StandardCharsets.UTF_8)).isEqualTo(exporter.text("*/*"));
            assertThat(exporter.get("Accept-Encoding", "gzip;q=0").headers().map())
                    .doesNotContainKey("content-encoding");
            assertThat(answer.headers().firstValue("vary")).contains("Accept, Accept-Encoding");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;q=0.6,application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,text/plain;version=0.0.4;q=0.2|PROTOBUF underscores",
                "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,text/plain;version=0.0.4;q=0.2|OPEN_METRICS_1 allow-utf-8",
                "application/openmetrics-text|OPEN_METRICS_0 underscores",
                "text/plain;version=1.0.0;escaping=allow-utf-8,text/plain;q=0.1|TEXT allow-utf-8",
                "application/vnd.google.protobuf;proto=other;encoding=delimited|TEXT underscores",
                "application/vnd.google.protobuf|TEXT underscores",
                "*/*|TEXT underscores",
                "text/*;escaping=values|TEXT values",
                "text/html;q=x;escaping=nonsense|TEXT underscores",
                "''|TEXT underscores",
            })
    void form_isThatWhichTheClientPrefers(String accept, String chosen) {
        ExpositionFormat.Choice choice = ExpositionFormat.negotiate(accept, true);
        assertThat(choice.format() + " " + choice.escaping()).isEqualTo(chosen);
    }

    @Test
    void namespace_isInFrontOfEveryName() throws Exception {
        Payload payload = TestTelemetry.metrics(3);
        try (var exporter = new ScrapedExporter("namespace: n")) {
            exporter.export(payload);
            assertThat(plain(exporter)).hasSize(3).allMatch(line -> line.startsWith("n_"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{endpoint: ' '}|expecting a non-blank address to run the Prometheus metrics handler",
                "{endpoint: 'a:1', translation_strategy: x}|invalid translation_strategy: x",
                "{endpoint: 'a:1', const_labels: {'': x}}|not a valid label name",
                "{endpoint: 'a:1', resource_constant_labels: {included: [a]}, resource_to_telemetry_conversion: {enabled: true}}|cannot configure both",
            })
    void wrongKeys_areRefused(String yaml, String text) {
        assertThatConfig(new PrometheusExporterFactory(), yaml).failsWith(text);
    }

    @Test
    void resourceConversion_isSaidToBeFormer() throws Exception {
        var settings = new TestSettings();
        var config =
                RecordBinder.read(
                        "{endpoint: 'a:1', resource_to_telemetry_conversion: {enabled: true}}",
                        PrometheusExporterConfig.class);
        var _ =
                new PrometheusExporterFactory()
                        .create(config, settings.exporter("prometheus", Signal.METRICS));
        assertThat(settings.log().messages())
                .containsExactly(
                        "resource_to_telemetry_conversion is deprecated; use"
                                + " resource_constant_labels instead");
    }

    @Test
    void keysOfTheCollector_areTaken() {
        var config =
                assertThatConfig(
                                new PrometheusExporterFactory(),
                                """
                                endpoint: 1.2.3.4:1234
                                tls: {cert_file: c, key_file: k}
                                sending_queue: {enabled: true}
                                namespace: test-space
                                const_labels: {label1: value1, "another label": spaced}
                                send_timestamps: true
                                metric_expiration: 60m
                                enable_open_metrics: true
                                add_metric_suffixes: false
                                without_scope_info: true
                                resource_to_telemetry_conversion: {enabled: true, exclude_service_attributes: true}
                                """)
                        .binds();
        assertThat(config.metricExpiration()).isEqualTo(Duration.ofHours(1));
        assertThat(config.sending().sendingQueue().enabled()).isTrue();
        assertThat(config.strategy(Gates.UNTOUCHED)).hasToString("UnderscoreEscapingWithSuffixes");
        var untilThen =
                new Gates(Map.of("exporter.prometheusexporter.DisableAddMetricSuffixes", false));
        assertThat(config.strategy(untilThen)).hasToString("UnderscoreEscapingWithoutSuffixes");
    }
}
