// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.prometheusremotewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.forager.config.RecordBinder;
import dev.forager.pdata.Payload;
import dev.forager.pdata.Signal;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.Retryable;
import dev.forager.testkit.TestHost;
import dev.forager.testkit.TestSettings;
import dev.forager.testkit.TestTelemetry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the exporter remembers: totals of deltas, and which series targets have sent. */
class DeltasAndDeparturesTest {
    private static final String DROPPED = "forager_exporter_prometheusremotewrite_dropped_points";

    private final TestSettings settings = new TestSettings();
    private final AtomicLong nanos = new AtomicLong(1);
    private final List<PrometheusRemoteWriteExporter> started = new ArrayList<>();
    private WriteSink sink;

    @BeforeEach
    void open() throws Exception {
        sink = new WriteSink();
    }

    @AfterEach
    void stop() {
        started.forEach(exporter -> exporter.stop(Duration.ofSeconds(1)));
        sink.close();
    }

    private PrometheusRemoteWriteExporter start(String... keys) throws Exception {
        String yaml = "endpoint: " + sink.url() + "\n" + String.join("\n", keys);
        var exporter =
                new PrometheusRemoteWriteExporter(
                        RecordBinder.read(yaml, PrometheusRemoteWriteExporterConfig.class),
                        settings.exporter("prometheus_remote_write", Signal.METRICS),
                        nanos::get);
        started.add(exporter);
        exporter.start(new TestHost());
        return exporter;
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private static Payload delta(String name, int value, int second) {
        return TestTelemetry.fromJson(
                Signal.METRICS,
                """
                {"resourceMetrics": [{"scopeMetrics": [{"metrics": [
                  {"name": "%s", "sum": {"aggregationTemporality": 1, "isMonotonic": true,
                   "dataPoints": [{"asInt": "%d", "startTimeUnixNano": "%d000000000", "timeUnixNano": "%d000000000"}]}}
                ]}]}]}
                """
                        .formatted(name, value, second - 1, second));
    }

    private static Payload gauge(String service, int second) {
        return TestTelemetry.fromJson(
                Signal.METRICS,
                """
                {"resourceMetrics": [{"resource": {"attributes": [
                  {"key": "service.name", "value": {"stringValue": "%s"}}]},
                  "scopeMetrics": [{"metrics": [{"name": "g", "gauge": {"dataPoints": [
                  {"asInt": "1", "timeUnixNano": "%d000000000"}]}}]}]}]}
                """
                        .formatted(service, second));
    }

    @Test
    void deltas_areAddedUp() throws Exception {
        var exporter = start("accumulate_deltas: true");
        exporter.export(delta("d", 3, 10), Context.background());
        exporter.export(delta("d", 4, 11), Context.background());
        assertThat(sink.taken())
                .containsExactly(
                        "{__name__=\"d_total\"} value=3.0 timestamp=10000",
                        "{__name__=\"d_total\"} value=7.0 timestamp=11000");
        assertThat(settings.metrics().sum("forager_exporter_state_entries")).isEqualTo(1);
    }

    /** The engine gives the same request again: it must not count twice. */
    @Test
    void repetition_isNotAddedAgain() throws Exception {
        var exporter = start("accumulate_deltas: true");
        Payload payload = delta("d", 3, 10);
        sink.reply(503, Map.of(), "");
        assertThatThrownBy(() -> exporter.export(payload, Context.background()))
                .isInstanceOf(Retryable.class);
        exporter.export(payload, Context.background());
        exporter.export(delta("d", 4, 11), Context.background());
        assertThat(sink.taken().getLast()).contains("value=7.0");
        assertThat(settings.metrics().points(DROPPED)).isEmpty();
    }

    @Test
    void stateIsBounded_andSilentSeriesAreForgotten() throws Exception {
        var exporter =
                start("accumulate_deltas: true", "delta_state: {max_series: 1, max_stale: 1m}");
        exporter.export(delta("a", 1, 10), Context.background());
        exporter.export(delta("b", 1, 10), Context.background());
        assertThat(settings.metrics().sum(DROPPED)).isEqualTo(1);
        assertThat(settings.log().messages()).singleElement().asString().contains("max_series");
        pass(Duration.ofMinutes(2));
        exporter.export(delta("b", 5, 20), Context.background());
        exporter.export(delta("b", 1, 15), Context.background());
        assertThat(sink.taken().getLast()).startsWith("{__name__=\"b_total\"} value=5.0");
        assertThat(settings.metrics().points(DROPPED).toString()).contains("late_delta");
    }

    @Test
    void silentTarget_getsStaleMarkersOnce() throws Exception {
        var exporter = start("stale_markers: {after: 1m}");
        exporter.export(gauge("one", 10), Context.background());
        exporter.export(gauge("two", 10), Context.background());
        pass(Duration.ofSeconds(40));
        exporter.export(gauge("two", 20), Context.background());
        pass(Duration.ofSeconds(30));
        exporter.endDeparted();
        assertThat(sink.taken()).hasSize(4);
        assertThat(sink.taken().getLast())
                .startsWith("{__name__=\"g\", job=\"one\"} value=NaN:7ff0000000000002 timestamp=");
        exporter.endDeparted();
        assertThat(sink.taken()).hasSize(4);
    }

    @Test
    void markersThatCannotBeSent_areTriedAgain() throws Exception {
        var exporter = start("stale_markers: {after: 1m}");
        exporter.export(gauge("one", 10), Context.background());
        pass(Duration.ofMinutes(1));
        sink.reply(503, Map.of(), "");
        exporter.endDeparted();
        assertThat(sink.taken()).hasSize(1);
        exporter.endDeparted();
        assertThat(sink.taken()).hasSize(2);
    }

    @Test
    void withoutTheKey_nothingIsEnded() throws Exception {
        var exporter = start();
        exporter.export(gauge("one", 10), Context.background());
        pass(Duration.ofHours(1));
        exporter.endDeparted();
        assertThat(sink.taken()).hasSize(1);
    }
}
