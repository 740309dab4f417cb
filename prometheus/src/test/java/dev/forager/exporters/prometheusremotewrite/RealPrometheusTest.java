// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.prometheusremotewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.forager.config.RecordBinder;
import dev.forager.pdata.Payload;
import dev.forager.pdata.Signal;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.Exporter;
import dev.forager.pipeline.Permanent;
import dev.forager.testkit.TestHost;
import dev.forager.testkit.TestSettings;
import dev.forager.testkit.TestTelemetry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The real Prometheus stores what is sent. It is Debian's package, or that of the property {@code
 * forager.prometheus}; without either there is nothing to test against.
 */
class RealPrometheusTest {
    private final TestSettings settings = new TestSettings();
    @TempDir private Path folder;
    private Path program;

    @BeforeEach
    void find() {
        program = RealPrometheus.required();
    }

    private PrometheusRemoteWriteExporterConfig config(RealPrometheus server, String more)
            throws Exception {
        return RecordBinder.read(
                "{endpoint: \"%s\", %s}".formatted(server.writeUrl(), more),
                PrometheusRemoteWriteExporterConfig.class);
    }

    private Exporter start(PrometheusRemoteWriteExporterConfig config) throws Exception {
        return StartedExporter.of(config, settings);
    }

    /** One that does not know 2.0 gets 1.0: what is stored is the same. */
    @ParameterizedTest
    @EnumSource(RemoteWriteMessage.class)
    void stored_isWhatWasSent(RemoteWriteMessage message) throws Exception {
        try (RealPrometheus server = RealPrometheus.start(program, folder)) {
            var config = config(server, "protobuf_message: " + message);
            Payload payload = StoredSamples.input(Instant.now());
            Exporter exporter = start(config);
            exporter.export(payload, Context.background());
            exporter.stop(Duration.ofSeconds(1));
            assertThat(server.samples()).isEqualTo(StoredSamples.of(config, payload));
            assertThat(server.exemplars("http_requests_total"))
                    .contains("0102030405060708090a0b0c0d0e0f10");
            assertThat(server.exemplars("latency_seconds_bucket"))
                    .contains("0102030405060708090a0b0c0d0e0f10");
        }
    }

    /**
     * What Prometheus makes of OTLP by itself is what the exporter makes of it. Not compared is
     * {@code target_info}, of which Prometheus writes more samples.
     */
    @ParameterizedTest
    @EnumSource(RemoteWriteMessage.class)
    void translation_isThatOfPrometheus(RemoteWriteMessage message) throws Exception {
        Assumptions.assumeTrue(
                RealPrometheus.takesOtlp(program), "before 3.0 there is no OTLP receiver");
        long seed = 20261125L + message.toString().length();
        Payload payload = new RandomMetrics(seed, Instant.now().getEpochSecond()).payload(400);
        Path other = Files.createDirectory(folder.resolve("other"));
        try (RealPrometheus server = RealPrometheus.start(program, folder);
                RealPrometheus oracle = RealPrometheus.start(program, other)) {
            var config = "protobuf_message: %s, target_info: {enabled: false}".formatted(message);
            Exporter exporter = start(config(server, config));
            exporter.export(payload, Context.background());
            exporter.stop(Duration.ofSeconds(1));
            oracle.receive(payload);
            assertThat(server.samples())
                    .as("seed %d", seed)
                    .hasSizeGreaterThan(1500)
                    .isEqualTo(
                            oracle.samples().stream()
                                    .filter(line -> !line.contains("__name__=\"target_info\""))
                                    .toList());
        }
    }

    /** Sent again with another value: refused, with Prometheus' own words. */
    @Test
    void refusal_isToldInTheReceiversWords() throws Exception {
        try (RealPrometheus server = RealPrometheus.start(program, folder)) {
            Exporter exporter = start(config(server, "target_info: {enabled: false}"));
            long now = Instant.now().getEpochSecond();
            exporter.export(gauge(now, 1), Context.background());
            Permanent failure =
                    catchThrowableOfType(
                            Permanent.class,
                            () -> exporter.export(gauge(now, 2), Context.background()));
            assertThat(failure).message().contains("HTTP Status Code 400: ").contains("duplicate");
            exporter.stop(Duration.ofSeconds(1));
            assertThat(server.samples()).containsExactly("{__name__=\"g\"} 1.0");
        }
    }

    /** 2.42 says so with status 500, later ones with 400: neither is tried again. */
    @Test
    void sampleThatIsTooOld_isRefusedForEver() throws Exception {
        try (RealPrometheus server = RealPrometheus.start(program, folder)) {
            Exporter exporter = start(config(server, "target_info: {enabled: false}"));
            exporter.export(gauge(Instant.now().getEpochSecond(), 1), Context.background());
            Permanent failure =
                    catchThrowableOfType(
                            Permanent.class,
                            () -> exporter.export(gauge(1_600_000_000, 2), Context.background()));
            assertThat(failure).isNotNull();
            exporter.stop(Duration.ofSeconds(1));
            assertThat(server.samples()).containsExactly("{__name__=\"g\"} 1.0");
        }
    }

    /** Without a marker a series lingers for five minutes. */
    @ParameterizedTest
    @EnumSource(RemoteWriteMessage.class)
    void staleMarkers_endTheSeriesOfASilentTargetAtOnce(RemoteWriteMessage message)
            throws Exception {
        try (RealPrometheus server = RealPrometheus.start(program, folder)) {
            var nanos = new AtomicLong(1);
            var exporter =
                    new PrometheusRemoteWriteExporter(
                            config(
                                    server,
                                    "stale_markers: {after: 1m}, protobuf_message: " + message),
                            settings.exporter("prometheus_remote_write", Signal.METRICS),
                            nanos::get);
            exporter.start(new TestHost());
            long now = Instant.now().getEpochSecond();
            exporter.export(target("goes", now - 2), Context.background());
            exporter.export(target("stays", now - 2), Context.background());
            assertThat(server.present("g"))
                    .containsExactly(
                            "{__name__=\"g\", job=\"goes\"}", "{__name__=\"g\", job=\"stays\"}");
            nanos.addAndGet(Duration.ofMinutes(1).toNanos());
            exporter.export(target("stays", now - 1), Context.background());
            exporter.endDeparted();
            exporter.stop(Duration.ofSeconds(1));
            assertThat(server.present("{job=~\".+\"}"))
                    .containsExactly(
                            "{__name__=\"g\", job=\"stays\"}", "{__name__=\"h\", job=\"stays\"}");
            assertThat(settings.log().messages()).noneMatch(line -> line.contains("refused"));
        }
    }

    /** A gauge and an exponential histogram, which ends by a marker of another form. */
    private static Payload target(String service, long seconds) {
        return TestTelemetry.fromJson(
                Signal.METRICS,
                """
                {"resourceMetrics": [{"resource": {"attributes": [
                  {"key": "service.name", "value": {"stringValue": "%s"}}]},
                  "scopeMetrics": [{"metrics": [
                  {"name": "g", "gauge": {"dataPoints": [{"asInt": "1", "timeUnixNano": "%2$d000000000"}]}},
                  {"name": "h", "exponentialHistogram": {"aggregationTemporality": 2, "dataPoints": [
                    {"count": "3", "sum": 6, "scale": 0, "positive": {"offset": 0, "bucketCounts": ["1", "2"]},
                     "timeUnixNano": "%2$d000000000"}]}}]}]}]}
                """
                        .formatted(service, seconds));
    }

    private static Payload gauge(long seconds, int value) {
        return TestTelemetry.fromJson(
                Signal.METRICS,
                """
                {"resourceMetrics": [{"scopeMetrics": [{"metrics": [{"name": "g", "gauge": {"dataPoints": [
                  {"asInt": "%d", "timeUnixNano": "%d000000000"}]}}]}]}]}
                """
                        .formatted(value, seconds));
    }
}
