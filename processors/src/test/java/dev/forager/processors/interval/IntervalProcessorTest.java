// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.interval;

import static dev.forager.testkit.ConfigAssertions.assertThatConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.forager.pdata.AggregationTemporality;
import dev.forager.pdata.DataPoint;
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
import dev.forager.pipeline.Permanent;
import dev.forager.pipeline.ProcessorFactory;
import dev.forager.pipeline.Retryable;
import dev.forager.pipeline.config.ByteSize;
import dev.forager.testkit.CollectingConsumer;
import dev.forager.testkit.GoldenFolder;
import dev.forager.testkit.LogLine;
import dev.forager.testkit.ProcessorContract;
import dev.forager.testkit.TestClock;
import dev.forager.testkit.TestHost;
import dev.forager.testkit.TestSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class IntervalProcessorTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final IntervalProcessorFactory factory = new IntervalProcessorFactory();
    private final TestClock clock = new TestClock();
    private final TestSettings settings = new TestSettings(clock);
    private final CollectingConsumer next = new CollectingConsumer();
    private IntervalProcessor processor = start("{}");

    /** Expected files were recorded from the Go collector. */
    @TestFactory
    Stream<DynamicTest> cases() {
        return GoldenFolder.of(getClass(), "golden").tests(factory);
    }

    @Test
    void heldPoints_areSentAtIntervalsAndForgotten() throws Exception {
        consume(sum(AggregationTemporality.CUMULATIVE, 1, 2, 5));
        consume(sum(AggregationTemporality.CUMULATIVE, 1, 3, 7));
        assertThat(next.attempts()).isZero();
        assertThat(processor.heldItems()).isEqualTo(1);
        assertThat(settings.metrics().sum("forager_processor_state_entries")).isEqualTo(1);
        clock.advance(Duration.ofSeconds(60));
        assertThat(numbers()).containsExactly("1-3: 7");
        assertThat(settings.metrics().sum("forager_processor_state_bytes")).isZero();
        clock.advance(Duration.ofMinutes(10));
        assertThat(next.attempts()).isEqualTo(1);
    }

    @Test
    void deltas_areAddedUp() throws Exception {
        consume(sum(AggregationTemporality.DELTA, 5, 6, 10));
        consume(sum(AggregationTemporality.DELTA, 6, 7, -3));
        consume(sum(AggregationTemporality.DELTA, 4, 5, 1));
        processor.stop(PATIENCE);
        assertThat(numbers()).containsExactly("4-7: 8");
    }

    /** As in the Go collector, and not a minimum of 0 that no value had. */
    @Test
    void whatOnePointDoesNotTell_theSumDoesNotTell() throws Exception {
        Histogram whole = histogram(2.0);
        whole.dataPoints().getFirst().sum(7).min(3).max(4);
        consume(whole);
        consume(histogram(2.0));
        processor.stop(PATIENCE);
        var point = (HistogramDataPoint) points().getFirst();
        assertThat(point.hasSum() || point.hasMin() || point.hasMax()).isFalse();
    }

    @Test
    void startThatIsNotKnown_isThatOfALaterPoint() throws Exception {
        consume(sum(AggregationTemporality.DELTA, 0, 2, 1));
        consume(sum(AggregationTemporality.DELTA, 2, 3, 1));
        processor.stop(PATIENCE);
        assertThat(numbers()).containsExactly("2-3: 2");
    }

    @Test
    void deltaThatCannotBeAdded_passesAtOnce() throws Exception {
        consume(sum(AggregationTemporality.DELTA, 1, 2, Long.MAX_VALUE));
        consume(sum(AggregationTemporality.DELTA, 2, 3, 9));
        assertThat(numbers()).containsExactly("2-3: 9");
        consume(histogram(2.0));
        consume(histogram(4.0));
        assertThat(next.items()).isEqualTo(2);
        processor.stop(PATIENCE);
        assertThat(next.items()).isEqualTo(4);
    }

    @Test
    void exponentialDeltas_areAddedExactly() throws Exception {
        consume(exponential(2, 4, 1, 1));
        consume(exponential(1, 1, 5));
        processor.stop(PATIENCE);
        var point = (ExponentialHistogramDataPoint) points().getFirst();
        assertThat(point.scale()).isEqualTo(1);
        assertThat(point.positive().offset()).isEqualTo(1);
        assertThat(point.positive().bucketCounts().toArray()).containsExactly(5, 2);
        assertThat(point.count()).isEqualTo(7);
    }

    @Test
    void seriesBeyondTheLimit_passAtOnce() throws Exception {
        processor = start("max_streams: 1");
        var data = sum(AggregationTemporality.CUMULATIVE, 1, 2, 5);
        data.addDataPoint().asInt(7).attributes().put("k", 1);
        consume(data);
        assertThat(numbers()).containsExactly("0-0: 7");
        assertThat(settings.metrics().sum("forager_processor_state_refused")).isEqualTo(1);
        assertThat(processor.heldItems()).isEqualTo(1);
        assertThat(settings.log().lines())
                .extracting(LogLine::toString)
                .singleElement()
                .asString()
                .contains("WARN No room for more series");
    }

    @Test
    void failedSending_isToldAndTheNextGoesOn() throws Exception {
        next.refuse(new Permanent("no"));
        consume(sum(AggregationTemporality.CUMULATIVE, 1, 2, 5));
        clock.advance(Duration.ofSeconds(60));
        next.refuse(null);
        consume(sum(AggregationTemporality.CUMULATIVE, 1, 3, 6));
        clock.advance(Duration.ofSeconds(60));
        assertThat(numbers()).containsExactly("1-3: 6");
        assertThat(settings.log().lines())
                .extracting(LogLine::toString)
                .containsExactly("ERROR Metrics export failed {error=no}");
    }

    @Test
    void afterStop_callersAreToldToTryAgain() throws Exception {
        consume(sum(AggregationTemporality.CUMULATIVE, 1, 2, 5));
        processor.stop(PATIENCE);
        assertThat(next.items()).isEqualTo(1);
        assertThat(processor.heldItems()).isZero();
        assertThatThrownBy(() -> consume(sum(AggregationTemporality.CUMULATIVE, 1, 2, 5)))
                .isInstanceOf(Retryable.class)
                .hasMessage("shutting down");
    }

    @Test
    void stopPastItsLimit_dropsAndSaysHowMuch() throws Exception {
        var real =
                (IntervalProcessor)
                        factory.create(
                                assertThatConfig(factory, "interval: 1h").binds(),
                                settings.processor("interval", Signal.METRICS),
                                next);
        real.start(new TestHost());
        next.block();
        real.consume(
                request(sum(AggregationTemporality.CUMULATIVE, 1, 2, 5)), Context.background());
        real.stop(Duration.ofMillis(50));
        next.release();
        assertThat(real.heldItems()).isZero();
    }

    @Test
    void mistakes_areToldInTheWordsOfTheGoCollector() {
        assertThatConfig(factory, "interval: 0s").failsWith("invalid interval value");
        assertThatConfig(factory, "{intervall: 1s}").failsWith("intervall");
        assertThatConfig(factory, "{}")
                .bindsTo(
                        new IntervalConfig(
                                Duration.ofSeconds(60),
                                new IntervalConfig.PassThrough(false, false),
                                1_000_000,
                                new ByteSize(0)));
    }

    private IntervalProcessor start(String yaml) {
        var started =
                new IntervalProcessor(
                        assertThatConfig(factory, yaml).binds(),
                        settings.processor("interval", Signal.METRICS),
                        next,
                        clock::scheduler,
                        clock::nanoTime);
        started.start(new TestHost());
        return started;
    }

    private void consume(MetricData data) throws Exception {
        processor.consume(request(data), Context.background());
    }

    private static Metrics request(MetricData data) {
        Metrics metrics = Metrics.create();
        metrics.addResource().addScope().metrics().add(new Metric().name("m").data(data));
        return metrics;
    }

    private static Sum sum(AggregationTemporality temporality, long start, long time, long value) {
        var data = new Sum().isMonotonic(true).aggregationTemporality(temporality);
        data.addDataPoint().startTimeUnixNano(start).timeUnixNano(time).asInt(value);
        return data;
    }

    private static Histogram histogram(double bound) {
        var data = new Histogram().aggregationTemporality(AggregationTemporality.DELTA);
        var point = data.addDataPoint().count(3);
        point.explicitBounds().setAll(bound);
        point.bucketCounts().setAll(1, 2);
        return data;
    }

    private static ExponentialHistogram exponential(int scale, int offset, long... counts) {
        var data = new ExponentialHistogram().aggregationTemporality(AggregationTemporality.DELTA);
        var point = data.addDataPoint().scale(scale);
        point.positive().offset(offset).bucketCounts().setAll(counts);
        for (long count : counts) {
            point.count(point.count() + count);
        }
        return data;
    }

    private List<DataPoint> points() {
        List<DataPoint> points = new ArrayList<>();
        for (Payload payload : next.payloads()) {
            ((Metrics) payload.open()).dataPoints().forEach(points::add);
        }
        return points;
    }

    private List<String> numbers() {
        return points().stream()
                .map(
                        point ->
                                "%d-%d: %d"
                                        .formatted(
                                                point.startTimeUnixNano(),
                                                point.timeUnixNano(),
                                                ((NumberDataPoint) point).asInt()))
                .toList();
    }

    @Nested
    class Contract extends ProcessorContract<IntervalConfig> {
        @Override
        protected ProcessorFactory<IntervalConfig> factory() {
            return factory;
        }

        @Override
        protected IntervalConfig config() {
            return new IntervalConfig(
                    Duration.ofHours(1),
                    new IntervalConfig.PassThrough(true, false),
                    100,
                    new ByteSize(0));
        }

        @Override
        protected String yaml() {
            return "{interval: 1h, pass_through: {gauge: true}, max_streams: 100}";
        }

        /** Senders have their answer before metrics are sent. */
        @Override
        protected boolean passesFailures() {
            return false;
        }
    }
}
