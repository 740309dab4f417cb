// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.prometheusremotewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.forager.config.RecordBinder;
import dev.forager.pdata.Metrics;
import dev.forager.pdata.Payload;
import dev.forager.pdata.Signal;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.Exporter;
import dev.forager.pipeline.Gates;
import dev.forager.pipeline.Permanent;
import dev.forager.prometheus.NativeHistogram;
import dev.forager.prometheus.Series;
import dev.forager.prometheus.Translator;
import dev.forager.testkit.TestHost;
import dev.forager.testkit.TestSettings;
import dev.forager.testkit.TestTelemetry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
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
    private static final Path INPUT =
            Path.of(
                    "src/test/resources/dev/forager/exporters/prometheusremotewrite/golden/input.json");

    /** Seconds of the golden input, which Prometheus would find too old. */
    private static final Pattern SECONDS = Pattern.compile("17000000(\\d\\d)000000000");

    private final TestSettings settings = new TestSettings();
    @TempDir private Path folder;
    private Path program;

    @BeforeEach
    void find() {
        Optional<Path> found = RealPrometheus.program();
        Assumptions.assumeTrue(found.isPresent(), "no prometheus on the PATH");
        program = found.orElseThrow();
    }

    private static Payload input(Instant end) throws Exception {
        long start = end.getEpochSecond() - 60;
        String json =
                SECONDS.matcher(Files.readString(INPUT))
                        .replaceAll(at -> start + Long.parseLong(at.group(1)) + "000000000");
        return TestTelemetry.fromJson(Signal.METRICS, json);
    }

    private PrometheusRemoteWriteExporterConfig config(RealPrometheus server, String more)
            throws Exception {
        return RecordBinder.read(
                "{endpoint: \"%s\", %s}".formatted(server.writeUrl(), more),
                PrometheusRemoteWriteExporterConfig.class);
    }

    private Exporter start(PrometheusRemoteWriteExporterConfig config) throws Exception {
        Exporter exporter =
                new PrometheusRemoteWriteExporterFactory()
                        .create(
                                config,
                                settings.exporter("prometheus_remote_write", Signal.METRICS));
        exporter.start(new TestHost());
        return exporter;
    }

    /** One that does not know 2.0 gets 1.0: what is stored is the same. */
    @ParameterizedTest
    @EnumSource(RemoteWriteMessage.class)
    void stored_isWhatWasSent(RemoteWriteMessage message) throws Exception {
        try (RealPrometheus server = RealPrometheus.start(program, folder)) {
            var config = config(server, "protobuf_message: " + message);
            Payload payload = input(Instant.now());
            Exporter exporter = start(config);
            exporter.export(payload, Context.background());
            exporter.stop(Duration.ofSeconds(1));
            assertThat(server.samples()).isEqualTo(expected(config, payload));
            assertThat(server.exemplars("http_requests_total"))
                    .contains("0102030405060708090a0b0c0d0e0f10");
            assertThat(server.exemplars("latency_seconds_bucket"))
                    .contains("0102030405060708090a0b0c0d0e0f10");
        }
    }

    /** Stale markers end a series and are not samples. */
    private static List<String> expected(
            PrometheusRemoteWriteExporterConfig config, Payload payload) {
        List<String> lines = new ArrayList<>();
        var translator = new Translator(Translating.settings(config, Gates.UNTOUCHED));
        for (Series series : translator.translate((Metrics) payload.open()).series()) {
            for (int i = 0; i < series.size(); i++) {
                if (series.valueBits(i) != Series.STALE) {
                    lines.add(series.labels() + " " + Double.longBitsToDouble(series.valueBits(i)));
                }
            }
            for (NativeHistogram histogram : series.histograms()) {
                if (histogram.sumBits() != Series.STALE) {
                    lines.add(
                            "%s count=%s sum=%s buckets=%d"
                                    .formatted(
                                            series.labels(),
                                            (double) histogram.count(),
                                            Double.longBitsToDouble(histogram.sumBits()),
                                            populated(histogram)));
                }
            }
        }
        Collections.sort(lines);
        return lines;
    }

    private static long populated(NativeHistogram histogram) {
        return populated(histogram.positive().deltas())
                + populated(histogram.negative().deltas())
                + (histogram.zeroCount() > 0 ? 1 : 0);
    }

    private static long populated(long[] deltas) {
        long count = 0;
        long populated = 0;
        for (long delta : deltas) {
            count += delta;
            populated += count > 0 ? 1 : 0;
        }
        return populated;
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
