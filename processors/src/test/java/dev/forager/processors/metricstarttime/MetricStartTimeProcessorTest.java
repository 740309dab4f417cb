// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.metricstarttime;

import static dev.forager.testkit.ConfigAssertions.assertThatConfig;
import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.pdata.AggregationTemporality;
import dev.forager.pdata.ExponentialHistogram;
import dev.forager.pdata.ExponentialHistogramDataPoint;
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

class MetricStartTimeProcessorTest {
    private static final long MILLI = 1_000_000;

    private final MetricStartTimeProcessorFactory factory = new MetricStartTimeProcessorFactory();
    private final TestClock clock = new TestClock();
    private final TestSettings settings = new TestSettings(clock);
    private final CollectingConsumer next = new CollectingConsumer();
    private MetricStartTimeProcessor processor = create("{}");

    /** Expected files were recorded from the Go collector. */
    @TestFactory
    Stream<DynamicTest> cases() {
        return GoldenFolder.of(getClass(), "golden").tests(factory);
    }

    /** The Go collector takes both for resets, since it compares buckets by place. */
    @Test
    void newBucketsAndLowerScale_areNoReset() throws Exception {
        sendExponential(1, 3, 4, 2);
        sendExponential(2, 3, 3, 1, 3);
        sendExponential(3, 2, 1, 1, 5);
        assertThat(starts()).containsExactly(MILLI, MILLI, MILLI);
        sendExponential(4, 2, 1, 1, 4);
        assertThat(starts()).last().isEqualTo(3 * MILLI);
    }

    @Test
    void subtraction_isExactAcrossScales() throws Exception {
        processor = create("strategy: subtract_initial_point");
        sendExponential(1, 3, 4, 2);
        sendExponential(2, 2, 1, 1, 5);
        var metrics = (Metrics) next.payloads().getLast().open();
        var point = (ExponentialHistogramDataPoint) metrics.dataPoints().iterator().next();
        assertThat(point.positive().bucketCounts().toArray()).containsExactly(1, 3);
        assertThat(point.positive().offset()).isEqualTo(1);
        assertThat(point.count()).isEqualTo(4);
    }

    @Test
    void startTimeMetric_thatIsNoTime_isReplacedByTheStartOfTheProcess() throws Exception {
        processor = create("strategy: start_time_metric");
        for (double seconds : new double[] {Double.NaN, -1, 1e300}) {
            var metrics = Metrics.create();
            var scope = metrics.addResource().addScope();
            var start = new Sum();
            start.addDataPoint().asDouble(seconds).startTimeUnixNano(7);
            scope.addMetric().name(StartMetric.NAME).data(start);
            scope.addMetric().name("m" + seconds).data(sum(5, 1));
            processor.consume(metrics, Context.background());
        }
        assertThat(starts())
                .filteredOn(start -> start != 7)
                .containsOnly(TestClock.START.getEpochSecond() * 1_000_000_000);
    }

    @Test
    void numbersThatAreNone_areNoReset() throws Exception {
        send(sum(1, 1.0));
        send(sum(2, Double.NaN));
        send(sum(3, Double.POSITIVE_INFINITY));
        send(sum(4, Double.POSITIVE_INFINITY));
        assertThat(starts()).containsExactly(MILLI, MILLI, MILLI, MILLI);
        send(sum(0, -1.0));
        assertThat(starts()).last().isEqualTo(0L);
    }

    @Test
    void silentSeries_areForgotten() throws Exception {
        send(sum(1, 1));
        clock.advance(Duration.ofMinutes(10).plusSeconds(1));
        send(sum(2, 2));
        assertThat(starts()).containsExactly(MILLI, 2 * MILLI);
        assertThat(settings.metrics().sum("forager_processor_state_entries")).isEqualTo(1);
        processor.stop(Duration.ZERO);
        assertThat(settings.metrics().sum("forager_processor_state_entries")).isZero();
    }

    @Test
    void seriesBeyondTheLimit_passAsTheyAre() throws Exception {
        processor = create("{strategy: subtract_initial_point, max_state_size: 1}");
        send(sum(1, 1));
        assertThat(starts()).containsExactly(0L);
        assertThat(settings.log().lines())
                .extracting(LogLine::toString)
                .singleElement()
                .asString()
                .contains("No room for more series");
    }

    @Test
    void mistakes_areToldInTheWordsOfTheGoCollector() {
        assertThatConfig(factory, "strategy: ~").failsWith("\"\" is not a valid strategy");
        assertThatConfig(factory, "strategy: guess").failsWith("\"guess\" is not a valid strategy");
        assertThatConfig(factory, "gc_interval: 0s").failsWith("gc_interval must be positive");
        assertThatConfig(factory, "start_time_metric_regex: a")
                .failsWith(
                        "start_time_metric_regex can only be used with the start_time_metric"
                                + " strategy");
        assertThatConfig(factory, "{strategy: start_time_metric, start_time_metric_regex: 'a('}")
                .failsWith("error parsing regexp: missing closing ): `a(`");
    }

    @Test
    void silentSeries_areForgottenWhenNothingComesAnyMore() throws Exception {
        send(sum(1, 1.0));
        clock.advance(Duration.ofHours(2));
        assertThat(settings.metrics().sum("forager_processor_state_entries")).isEqualTo(1);
        processor.forget();
        assertThat(settings.metrics().sum("forager_processor_state_entries")).isZero();
        assertThat(settings.metrics().sum("forager_processor_state_bytes")).isZero();
    }

    private MetricStartTimeProcessor create(String yaml) {
        return new MetricStartTimeProcessor(
                assertThatConfig(factory, yaml).binds(),
                settings.processor("metric_start_time", Signal.METRICS),
                next,
                clock::nanoTime);
    }

    private static Sum sum(long millis, double value) {
        var data = new Sum().aggregationTemporality(AggregationTemporality.CUMULATIVE);
        data.addDataPoint().timeUnixNano(millis * MILLI).asDouble(value);
        return data;
    }

    private void sendExponential(long millis, int scale, int offset, long... counts)
            throws Exception {
        var data =
                new ExponentialHistogram()
                        .aggregationTemporality(AggregationTemporality.CUMULATIVE);
        var point = data.addDataPoint().timeUnixNano(millis * MILLI).scale(scale);
        point.positive().offset(offset).bucketCounts().setAll(counts);
        for (long count : counts) {
            point.count(point.count() + count);
        }
        send(data);
    }

    private void send(MetricData data) throws Exception {
        Metrics metrics = Metrics.create();
        metrics.addResource().addScope().metrics().add(new Metric().name("m").data(data));
        processor.consume(metrics, Context.background());
    }

    private List<Long> starts() {
        List<Long> starts = new ArrayList<>();
        for (Payload payload : next.payloads()) {
            ((Metrics) payload.open())
                    .dataPoints()
                    .forEach(point -> starts.add(point.startTimeUnixNano()));
        }
        return starts;
    }

    @Test
    void wholeSeconds_areATimeToo() {
        var metrics = Metrics.create();
        var start = new Sum();
        start.dataPoints().add(new NumberDataPoint().asInt(12));
        metrics.addResource().addScope().addMetric().name(StartMetric.NAME).data(start);
        assertThat(new StartMetric(null).find(metrics).unixNanos()).isEqualTo(12_000_000_000L);
    }

    @Nested
    class Contract extends ProcessorContract<MetricStartTimeConfig> {
        @Override
        protected ProcessorFactory<MetricStartTimeConfig> factory() {
            return factory;
        }

        @Override
        protected MetricStartTimeConfig config() {
            return new MetricStartTimeConfig(
                    Strategy.START_TIME_METRIC, Duration.ofMinutes(1), "x", 5, new ByteSize(0));
        }

        @Override
        protected String yaml() {
            return "{strategy: start_time_metric, gc_interval: 1m, start_time_metric_regex: x,"
                    + " max_streams: 5}";
        }
    }
}
