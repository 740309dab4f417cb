// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.prometheusremotewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.forager.pdata.Payload;
import dev.forager.pdata.Signal;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.Exporter;
import dev.forager.pipeline.Permanent;
import dev.forager.pipeline.Retryable;
import dev.forager.testkit.TestSettings;
import dev.forager.testkit.TestTelemetry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A real Prometheus that is away, and data that it takes in part only. */
class RealFaultsTest {
    private final TestSettings settings = new TestSettings();
    private final long now = Instant.now().getEpochSecond();

    @TempDir private Path folder;
    private Path program;

    @BeforeEach
    void find() {
        program = RealPrometheus.required();
    }

    private Exporter start(RealPrometheus server) throws Exception {
        return start(server, "");
    }

    private Exporter start(RealPrometheus server, String more) throws Exception {
        return StartedExporter.to(
                server.writeUrl(), "target_info: {enabled: false}, " + more, settings);
    }

    @Test
    void serverThatDies_isTriedAgain_andHasAllWhenItIsBack() throws Exception {
        RealPrometheus first = RealPrometheus.start(program, folder);
        Exporter exporter = start(first);
        try (first) {
            exporter.export(gauges(point("a", now - 2, 1)), Context.background());
            first.kill();
            Payload waiting = gauges(point("a", now - 1, 2));
            assertThat(
                            catchThrowableOfType(
                                    Retryable.class,
                                    () -> exporter.export(waiting, Context.background())))
                    .isNotNull();
            try (RealPrometheus second = first.again(program, folder)) {
                exporter.export(waiting, Context.background());
                assertThat(second.samples())
                        .containsExactly("{__name__=\"a\"} 1.0", "{__name__=\"a\"} 2.0");
            }
        } finally {
            exporter.stop(Duration.ofSeconds(1));
        }
    }

    @Test
    void sameSeriesFromTwoReplicas_isTakenFromOne_andTheOtherGoesOn() throws Exception {
        try (RealPrometheus server = RealPrometheus.start(program, folder)) {
            Exporter one = start(server);
            Exporter other = start(server);
            one.export(gauges(point("both", now, 1)), Context.background());
            Permanent failure =
                    catchThrowableOfType(
                            Permanent.class,
                            () ->
                                    other.export(
                                            gauges(point("both", now, 2)), Context.background()));
            assertThat(failure).message().contains("duplicate");
            other.export(gauges(point("own", now, 3)), Context.background());
            one.stop(Duration.ofSeconds(1));
            other.stop(Duration.ofSeconds(1));
            assertThat(server.samples())
                    .containsExactly("{__name__=\"both\"} 1.0", "{__name__=\"own\"} 3.0");
        }
    }

    @Test
    void serverThatStandsStill_isTriedAgain_andHasEachSampleOnce() throws Exception {
        try (RealPrometheus server = RealPrometheus.start(program, folder)) {
            Exporter exporter = start(server, "timeout: 300ms");
            exporter.export(gauges(point("a", now - 2, 1)), Context.background());
            Payload waiting = gauges(point("a", now - 1, 2));
            server.freeze();
            try {
                assertThat(
                                catchThrowableOfType(
                                        Retryable.class,
                                        () -> exporter.export(waiting, Context.background())))
                        .isNotNull();
            } finally {
                server.thaw();
            }
            exporter.export(waiting, Context.background());
            exporter.stop(Duration.ofSeconds(1));
            assertThat(server.samples())
                    .containsExactly("{__name__=\"a\"} 1.0", "{__name__=\"a\"} 2.0");
        }
    }

    /** Half a write, which 1.0 does not know: what is sound in the request is stored. */
    @ParameterizedTest
    @EnumSource(RemoteWriteMessage.class)
    void duplicateInOneRequest_isRefused_andTheRestIsStored(RemoteWriteMessage message)
            throws Exception {
        try (RealPrometheus server = RealPrometheus.start(program, folder)) {
            Exporter exporter = start(server, "protobuf_message: " + message);
            exporter.export(gauges(point("both", now, 1)), Context.background());
            Payload half = gauges(point("both", now, 2) + "," + point("own", now, 3));
            Permanent failure =
                    catchThrowableOfType(
                            Permanent.class, () -> exporter.export(half, Context.background()));
            assertThat(failure).message().contains("duplicate");
            exporter.stop(Duration.ofSeconds(1));
            assertThat(server.samples())
                    .containsExactly("{__name__=\"both\"} 1.0", "{__name__=\"own\"} 3.0");
        }
    }

    /** Before 3.0 that is status 500, which would be repeated for ever. */
    @Test
    void serverWithoutNativeHistograms_hasTheRest() throws Exception {
        Assumptions.assumeFalse(
                RealPrometheus.takesOtlp(program), "later ones know native histograms");
        try (RealPrometheus server = RealPrometheus.startPlain(program, folder, "")) {
            Exporter exporter = start(server);
            Payload payload =
                    gauges(
                            """
                            {"name": "h", "exponentialHistogram": {"aggregationTemporality": 2, "dataPoints": [
                              {"count": "1", "sum": 1, "positive": {"bucketCounts": ["1"]}, "timeUnixNano": "%d000000000"}]}},
                            """
                                            .formatted(now)
                                    + point("beside", now, 3));
            Permanent failure =
                    catchThrowableOfType(
                            Permanent.class, () -> exporter.export(payload, Context.background()));
            assertThat(failure).message().contains("native histograms are disabled");
            exporter.stop(Duration.ofSeconds(1));
            assertThat(server.samples()).containsExactly("{__name__=\"beside\"} 3.0");
        }
    }

    @Test
    void clockThatIsAhead_isRefusedForEver() throws Exception {
        Assumptions.assumeTrue(
                RealPrometheus.takesOtlp(program), "2.42 stores samples of the future");
        try (RealPrometheus server = RealPrometheus.start(program, folder)) {
            Exporter exporter = start(server);
            long ahead = now + Duration.ofHours(2).toSeconds();
            Permanent failure =
                    catchThrowableOfType(
                            Permanent.class,
                            () ->
                                    exporter.export(
                                            gauges(point("early", ahead, 1)),
                                            Context.background()));
            assertThat(failure).message().contains("out of bounds");
            exporter.export(gauges(point("right", now, 2)), Context.background());
            exporter.stop(Duration.ofSeconds(1));
            assertThat(server.samples()).containsExactly("{__name__=\"right\"} 2.0");
        }
    }

    private static String point(String name, long seconds, int value) {
        return """
        {"name": "%s", "gauge": {"dataPoints": [{"asInt": "%d", "timeUnixNano": "%d000000000"}]}}"""
                .formatted(name, value, seconds);
    }

    private static Payload gauges(String metrics) {
        return TestTelemetry.fromJson(
                Signal.METRICS,
                "{\"resourceMetrics\": [{\"scopeMetrics\": [{\"metrics\": [%s]}]}]}"
                        .formatted(metrics));
    }
}
