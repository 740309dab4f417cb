// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.deltatocumulative;

import static dev.forager.testkit.ConfigAssertions.assertThatConfig;
import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.pdata.AggregationTemporality;
import dev.forager.pdata.DataPointFlags;
import dev.forager.pdata.ExponentialHistogram;
import dev.forager.pdata.ExponentialHistogramDataPoint;
import dev.forager.pdata.Histogram;
import dev.forager.pdata.HistogramDataPoint;
import dev.forager.pdata.Metric;
import dev.forager.pdata.MetricData;
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

class DeltaToCumulativeProcessorTest {
    private final DeltaToCumulativeProcessorFactory factory =
            new DeltaToCumulativeProcessorFactory();
    private final TestClock clock = new TestClock();
    private final TestSettings settings = new TestSettings(clock);
    private final CollectingConsumer next = new CollectingConsumer();
    private DeltaToCumulativeProcessor processor = create("{}");

    /** Expected files were recorded from the Go collector; empty buckets at the end left out. */
    @TestFactory
    Stream<DynamicTest> cases() {
        return GoldenFolder.of(getClass(), "golden").tests(factory);
    }

    @Test
    void sumBeyond64Bits_beginsAnew() throws Exception {
        send(number(1, 2).asInt(Long.MAX_VALUE), number(2, 3).asInt(5), number(3, 4).asInt(1));
        assertThat(numbers()).containsExactly("1-2: 9223372036854775807", "2-3: 5", "2-4: 6");
    }

    @Test
    void valuesThatAreNone_passAndAddNothing() throws Exception {
        send(
                number(1, 2).asDouble(1.5),
                number(2, 3).asDouble(Double.NaN),
                number(3, 4).asDouble(Double.NEGATIVE_INFINITY),
                number(4, 5).flags(DataPointFlags.NO_RECORDED_VALUE_MASK),
                number(5, 6).asDouble(2));
        assertThat(numbers())
                .containsExactly("1-2: 1.5", "1-3: NaN", "1-4: -Infinity", "1-5: none", "1-6: 3.5");
    }

    @Test
    void integersThatBecomeFloatingPoint_loseNothing() throws Exception {
        send(number(1, 2).asInt(2), number(2, 3).asDouble(0.5), number(3, 4).asInt(3));
        assertThat(numbers()).containsExactly("1-2: 2", "1-3: 2.5", "1-4: 5.5");
    }

    @Test
    void silentSeries_beginAnew() throws Exception {
        send(number(1, 2).asInt(2));
        clock.advance(Duration.ofMinutes(5).plusSeconds(1));
        send(number(2, 3).asInt(7));
        assertThat(numbers()).containsExactly("1-2: 2", "2-3: 7");
        assertThat(settings.metrics().sum("deltatocumulative_streams_tracked")).isEqualTo(1);
        processor.stop(Duration.ZERO);
        assertThat(settings.metrics().sum("deltatocumulative_streams_tracked")).isZero();
    }

    @Test
    void whatIsDropped_isCountedByError() throws Exception {
        processor = create("max_streams: 1");
        NumberDataPoint other = number(1, 2).asInt(1);
        other.attributes().put("k", 1);
        send(
                number(2, 3).asInt(1),
                number(1, 4).asInt(1),
                number(2, 3).asInt(1),
                other,
                number(3, 4).asInt(1));
        assertThat(settings.metrics().points("deltatocumulative_datapoints"))
                .containsExactly(
                        "{error=delta.ErrOlderStart} 1",
                        "{error=delta.ErrOutOfOrder} 1",
                        "{error=limit} 1",
                        "{} 2");
        assertThat(settings.metrics().gauge("deltatocumulative_streams_limit")).isEqualTo(1);
        assertThat(settings.metrics().gauge("deltatocumulative_streams_max_stale")).isEqualTo(300);
        assertThat(settings.log().lines())
                .extracting(LogLine::toString)
                .singleElement()
                .asString()
                .contains("No room for more series");
    }

    /** Offsets and scales at both ends of 32 bits, counts that wrap, thresholds that are none. */
    @Test
    void hostileExponentialHistograms_areAddedInBoundedSpace() throws Exception {
        send(exponential(1, 5, Integer.MIN_VALUE), exponential(2, 20, Integer.MAX_VALUE));
        ExponentialHistogramDataPoint wild = exponential(3, Integer.MIN_VALUE, 7);
        wild.zeroThreshold(Double.POSITIVE_INFINITY).count(-1).zeroCount(-1);
        send(wild, exponential(4, Integer.MAX_VALUE, -7));
        assertThat(next.items()).isEqualTo(4);
        for (Payload payload : next.payloads()) {
            assertThat(payload.byteSize()).isLessThan(2000);
        }
    }

    @Test
    void histogramWithoutBuckets_andNaN_areAdded() throws Exception {
        var first = new HistogramDataPoint().startTimeUnixNano(1).timeUnixNano(2).count(2).sum(3);
        var second = new HistogramDataPoint().startTimeUnixNano(2).timeUnixNano(3).count(3);
        second.sum(Double.NaN);
        send(first, second);
        var last = (Metrics) next.payloads().getLast().open();
        var point = (HistogramDataPoint) last.dataPoints().iterator().next();
        assertThat(point.count()).isEqualTo(5);
        assertThat(point.hasSum()).isFalse();
    }

    @Test
    void mistakes_areToldInTheWordsOfTheGoCollector() {
        assertThatConfig(factory, "max_stale: 0s")
                .failsWith("max_stale must be a positive duration (got 0s)");
        assertThatConfig(factory, "max_streams: -1")
                .failsWith("max_streams must be a positive number (got -1)");
        assertThatConfig(factory, "{}")
                .bindsTo(
                        new DeltaToCumulativeConfig(
                                Duration.ofMinutes(5), Long.MAX_VALUE, new ByteSize(0)));
    }

    @Test
    void silentSeries_areForgottenWhenNothingComesAnyMore() throws Exception {
        send(new NumberDataPoint().timeUnixNano(1).asInt(1));
        clock.advance(Duration.ofHours(2));
        assertThat(settings.metrics().sum("forager_processor_state_entries")).isEqualTo(1);
        processor.forget();
        assertThat(settings.metrics().sum("forager_processor_state_entries")).isZero();
        assertThat(settings.metrics().sum("forager_processor_state_bytes")).isZero();
    }

    private DeltaToCumulativeProcessor create(String yaml) {
        return new DeltaToCumulativeProcessor(
                assertThatConfig(factory, yaml).binds(),
                settings.processor("delta_to_cumulative", Signal.METRICS),
                next,
                clock::nanoTime);
    }

    private void send(NumberDataPoint... points) throws Exception {
        for (NumberDataPoint point : points) {
            var data = new Sum().aggregationTemporality(AggregationTemporality.DELTA);
            data.dataPoints().add(point);
            consume(data);
        }
    }

    private void send(HistogramDataPoint... points) throws Exception {
        for (HistogramDataPoint point : points) {
            var data = new Histogram().aggregationTemporality(AggregationTemporality.DELTA);
            data.dataPoints().add(point);
            consume(data);
        }
    }

    private void send(ExponentialHistogramDataPoint... points) throws Exception {
        for (ExponentialHistogramDataPoint point : points) {
            var data =
                    new ExponentialHistogram().aggregationTemporality(AggregationTemporality.DELTA);
            data.dataPoints().add(point);
            consume(data);
        }
    }

    private void consume(MetricData data) throws Exception {
        Metrics metrics = Metrics.create();
        metrics.addResource().addScope().metrics().add(new Metric().name("m").data(data));
        processor.consume(metrics, Context.background());
    }

    private List<String> numbers() {
        List<String> numbers = new ArrayList<>();
        for (Payload payload : next.payloads()) {
            ((Metrics) payload.open())
                    .dataPoints()
                    .forEach(point -> numbers.add(text((NumberDataPoint) point)));
        }
        return numbers;
    }

    private static String text(NumberDataPoint point) {
        String value =
                switch (point.valueCase()) {
                    case NOT_SET -> "none";
                    case AS_INT -> Long.toString(point.asInt());
                    case AS_DOUBLE -> Double.toString(point.asDouble());
                };
        return point.startTimeUnixNano() + "-" + point.timeUnixNano() + ": " + value;
    }

    private static NumberDataPoint number(long start, long time) {
        return new NumberDataPoint().startTimeUnixNano(start).timeUnixNano(time);
    }

    private static ExponentialHistogramDataPoint exponential(long time, int scale, int offset) {
        var point = new ExponentialHistogramDataPoint().timeUnixNano(time).scale(scale).count(3);
        point.positive().offset(offset).bucketCounts().setAll(1, 2);
        return point;
    }

    @Nested
    class Contract extends ProcessorContract<DeltaToCumulativeConfig> {
        @Override
        protected ProcessorFactory<DeltaToCumulativeConfig> factory() {
            return factory;
        }

        @Override
        protected DeltaToCumulativeConfig config() {
            return new DeltaToCumulativeConfig(Duration.ofMinutes(1), 10, new ByteSize(1 << 20));
        }

        @Override
        protected String yaml() {
            return "{max_stale: 1m, max_streams: 10, max_state_size: 1MiB}";
        }
    }
}
