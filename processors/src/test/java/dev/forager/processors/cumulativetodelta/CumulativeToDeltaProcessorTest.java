// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.cumulativetodelta;

import static dev.forager.testkit.ConfigAssertions.assertThatConfig;
import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.pdata.AggregationTemporality;
import dev.forager.pdata.DataPoint;
import dev.forager.pdata.DataPointFlags;
import dev.forager.pdata.ExponentialHistogram;
import dev.forager.pdata.Histogram;
import dev.forager.pdata.HistogramDataPoint;
import dev.forager.pdata.Metric;
import dev.forager.pdata.Metrics;
import dev.forager.pdata.NumberDataPoint;
import dev.forager.pdata.Payload;
import dev.forager.pdata.Signal;
import dev.forager.pdata.Sum;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.ProcessorFactory;
import dev.forager.pipeline.config.ByteSize;
import dev.forager.testkit.CollectingConsumer;
import dev.forager.testkit.GoldenFolder;
import dev.forager.testkit.LogLine;
import dev.forager.testkit.ProcessorContract;
import dev.forager.testkit.TestClock;
import dev.forager.testkit.TestSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class CumulativeToDeltaProcessorTest {
    private final CumulativeToDeltaProcessorFactory factory =
            new CumulativeToDeltaProcessorFactory();
    private final TestClock clock = new TestClock();
    private final TestSettings settings = new TestSettings(clock);
    private final CollectingConsumer next = new CollectingConsumer();
    private CumulativeToDeltaProcessor processor = create("initial_value: drop");

    /** Expected files were recorded from the Go collector. */
    @TestFactory
    Stream<DynamicTest> cases() {
        return GoldenFolder.of(getClass(), "golden").tests(factory);
    }

    /** A histogram of which one bucket goes down was reset, and is the base from then on. */
    @Test
    void bucketGoingDown_isAReset() throws Exception {
        send(histogram(1, 10, 0), histogram(2, 3, 9), histogram(3, 4, 11));
        assertThat(points())
                .map(point -> ((HistogramDataPoint) point).bucketCounts().toString())
                .containsExactly("[1, 2]");
        assertThat(settings.metrics().points("cumulativetodelta_datapoints_dropped"))
                .containsExactly(
                        "{metric_type=histogram, reason=initial} 1",
                        "{metric_type=histogram, reason=reset} 1");
    }

    @Test
    void olderPoint_isDroppedAndLeavesTheBase() throws Exception {
        send(sum(1, 10), sum(3, 30), sum(2, 20), sum(4, 45));
        assertThat(points()).map(CumulativeToDeltaProcessorTest::longOf).containsExactly(20L, 15L);
        assertThat(settings.metrics().points("cumulativetodelta_datapoints_dropped"))
                .contains("{metric_type=sum, reason=out_of_order} 1");
    }

    @Test
    void differenceBeyond64Bits_isAReset() throws Exception {
        send(sum(1, Long.MIN_VALUE), sum(2, Long.MAX_VALUE), sum(3, Long.MAX_VALUE));
        assertThat(points()).map(CumulativeToDeltaProcessorTest::longOf).containsExactly(0L);
    }

    @Test
    void numbersThatAreNone_doNotSpoilTheSeries() throws Exception {
        send(
                sum(1, 1.0),
                sum(2, Double.NaN),
                sum(3, 4.0),
                sum(4, Double.POSITIVE_INFINITY),
                sum(5, Double.POSITIVE_INFINITY),
                sum(6, 5.0),
                sum(7, 7.0));
        assertThat(points())
                .map(point -> ((NumberDataPoint) point).asDouble())
                .containsExactly(Double.NaN, 3.0, Double.POSITIVE_INFINITY, 2.0);
    }

    /** As in the Go collector since 0.165: the sums add up to what was added. */
    @Test
    void sumThatIsNoNumber_isNotRecorded() throws Exception {
        HistogramDataPoint bad = histogram(2, 2, 2).sum(Double.NaN);
        send(histogram(1, 1, 1), bad, histogram(3, 3, 3), histogram(4, 4, 4));
        assertThat(points())
                .map(point -> ((HistogramDataPoint) point).sum())
                .containsExactly(Double.NaN, 2.0, 1.0);
    }

    @Test
    void firstSumAfterNone_isZero() throws Exception {
        HistogramDataPoint bad = histogram(1, 1, 1).sum(Double.NaN);
        send(bad, histogram(2, 2, 2), histogram(3, 3, 3));
        assertThat(points())
                .map(point -> ((HistogramDataPoint) point).sum())
                .containsExactly(0.0, 1.0);
    }

    @Test
    void staleMark_isDropped() throws Exception {
        NumberDataPoint stale =
                new NumberDataPoint().timeUnixNano(2).flags(DataPointFlags.NO_RECORDED_VALUE_MASK);
        send(sum(1, 1), stale, sum(3, 3));
        assertThat(points()).map(CumulativeToDeltaProcessorTest::longOf).containsExactly(2L);
    }

    /** What a sender can get wrong about an exponential histogram ends in a reset at worst. */
    @Test
    void hostileExponentialHistograms_doNoHarm() throws Exception {
        var data =
                new ExponentialHistogram()
                        .aggregationTemporality(AggregationTemporality.CUMULATIVE);
        var point = data.addDataPoint().timeUnixNano(1).scale(Integer.MAX_VALUE).count(-1);
        point.positive().offset(Integer.MAX_VALUE).bucketCounts().setAll(1, -1, 1);
        point.zeroThreshold(Double.NaN);
        var later = data.addDataPoint().timeUnixNano(2).scale(Integer.MIN_VALUE).count(-1);
        later.positive().offset(Integer.MIN_VALUE).bucketCounts().setAll(-1, -1);
        later.zeroThreshold(Double.POSITIVE_INFINITY).zeroCount(-1);
        consume(new Metric().name("e").data(data));
        assertThat(next.attempts()).isLessThanOrEqualTo(1);
    }

    @Test
    void silentSeries_areForgotten() throws Exception {
        processor = create("{initial_value: drop, max_staleness: 1m}");
        send(sum(1, 1));
        assertThat(settings.metrics().sum("cumulativetodelta_streams_tracked")).isEqualTo(1);
        clock.advance(Duration.ofSeconds(50));
        send(sum(2, 2));
        clock.advance(Duration.ofSeconds(61));
        send(sum(3, 3));
        assertThat(points()).map(CumulativeToDeltaProcessorTest::longOf).containsExactly(1L);
        assertThat(settings.metrics().sum("cumulativetodelta_streams_tracked")).isEqualTo(1);
        processor.stop(Duration.ZERO);
        assertThat(settings.metrics().sum("cumulativetodelta_streams_tracked")).isZero();
        assertThat(settings.metrics().sum("forager_processor_state_bytes")).isZero();
    }

    @Test
    void seriesBeyondTheLimit_areDroppedCountedAndTold() throws Exception {
        processor = create("{initial_value: keep, max_streams: 1}");
        NumberDataPoint other = sum(1, 5);
        other.attributes().put("k", "other");
        send(sum(1, 1), other);
        assertThat(points()).hasSize(1);
        assertThat(settings.metrics().sum("forager_processor_state_refused")).isEqualTo(1);
        assertThat(settings.log().lines())
                .extracting(LogLine::toString)
                .singleElement()
                .asString()
                .contains("WARN No room for more series (max_streams, max_state_size)");
    }

    @Test
    void keys_bindAsInTheGoCollector() {
        assertThatConfig(factory, "{}")
                .bindsTo(
                        new CumulativeToDeltaConfig(
                                Duration.ofHours(1),
                                InitialValue.AUTO,
                                null,
                                null,
                                1_000_000,
                                new ByteSize(0)));
        assertThatConfig(
                        factory,
                        "include: {metrics: [a], match_type: regexp, regexp: {cacheenabled: true, cachemaxnumentries: 10}}")
                .binds();
    }

    @Test
    void mistakes_areToldInTheWordsOfTheGoCollector() {
        assertThatConfig(factory, "initial_value: never").failsWith("unknown initial_value: never");
        assertThatConfig(factory, "include: {metrics: [a]}")
                .failsWith("match_type must be set if metrics are supplied");
        assertThatConfig(factory, "exclude: {match_type: strict}")
                .failsWith("metrics must be supplied if match_type is set");
        assertThatConfig(factory, "include: {metrics: [a], match_type: fuzzy}")
                .failsWith("unrecognized match_type: 'fuzzy', valid types are: [regexp strict]");
        assertThatConfig(factory, "include: {metrics: ['a(b'], match_type: regexp}")
                .failsWith("error parsing regexp: missing closing ): `a(b`");
        assertThatConfig(factory, "exclude: {metric_types: [gauge]}")
                .failsWith(
                        "found invalid metric type in exclude.metric_types: gauge. Valid values are"
                                + " [exponentialhistogram histogram sum]");
    }

    @Test
    void silentSeries_areForgottenWhenNothingComesAnyMore() throws Exception {
        send(sum(1, 10));
        clock.advance(Duration.ofHours(2));
        assertThat(settings.metrics().sum("forager_processor_state_entries")).isEqualTo(1);
        processor.forget();
        assertThat(settings.metrics().sum("forager_processor_state_entries")).isZero();
        assertThat(settings.metrics().sum("forager_processor_state_bytes")).isZero();
    }

    private CumulativeToDeltaProcessor create(String yaml) {
        return new CumulativeToDeltaProcessor(
                assertThatConfig(factory, yaml).binds(),
                settings.processor("cumulative_to_delta", Signal.METRICS),
                next,
                clock::nanoTime);
    }

    private void send(DataPoint... points) throws Exception {
        for (DataPoint point : points) {
            Metric metric = new Metric().name("m");
            switch (point) {
                case NumberDataPoint number -> {
                    var data =
                            new Sum()
                                    .isMonotonic(true)
                                    .aggregationTemporality(AggregationTemporality.CUMULATIVE);
                    data.dataPoints().add(number);
                    metric.data(data);
                }
                case HistogramDataPoint number -> {
                    var data =
                            new Histogram()
                                    .aggregationTemporality(AggregationTemporality.CUMULATIVE);
                    data.dataPoints().add(number);
                    metric.data(data);
                }
                default -> throw new IllegalArgumentException("kind of point");
            }
            consume(metric);
        }
    }

    private void consume(Metric metric) throws Exception {
        Metrics metrics = Metrics.create();
        metrics.addResource().addScope().metrics().add(metric);
        processor.consume(metrics, Context.background());
    }

    private List<DataPoint> points() {
        List<DataPoint> points = new ArrayList<>();
        for (Payload payload : next.payloads()) {
            ((Metrics) payload.open()).dataPoints().forEach(points::add);
        }
        return points;
    }

    private static long longOf(DataPoint point) {
        return ((NumberDataPoint) point).asInt();
    }

    private static NumberDataPoint sum(long time, long value) {
        return new NumberDataPoint().timeUnixNano(time).asInt(value);
    }

    private static NumberDataPoint sum(long time, double value) {
        return new NumberDataPoint().timeUnixNano(time).asDouble(value);
    }

    private static HistogramDataPoint histogram(long time, long below, long above) {
        var point =
                new HistogramDataPoint()
                        .timeUnixNano(time)
                        .count(below + above)
                        .sum((double) below);
        point.explicitBounds().setAll(1);
        point.bucketCounts().setAll(below, above);
        return point;
    }

    @Nested
    class Contract extends ProcessorContract<CumulativeToDeltaConfig> {
        @Override
        protected ProcessorFactory<CumulativeToDeltaConfig> factory() {
            return factory;
        }

        @Override
        protected CumulativeToDeltaConfig config() {
            return new CumulativeToDeltaConfig(
                    Duration.ofMinutes(5),
                    InitialValue.KEEP,
                    null,
                    null,
                    10,
                    new ByteSize(100_000));
        }

        @Override
        protected String yaml() {
            return "{max_staleness: 5m, initial_value: keep, max_streams: 10,"
                    + " max_state_size: 100000}";
        }
    }
}
