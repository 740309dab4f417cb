// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.deltatorate;

import static dev.forager.testkit.ConfigAssertions.assertThatConfig;
import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.pdata.AggregationTemporality;
import dev.forager.pdata.Metrics;
import dev.forager.pdata.NumberDataPoint;
import dev.forager.pdata.Sum;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.ProcessorFactory;
import dev.forager.testkit.CollectingConsumer;
import dev.forager.testkit.GoldenFolder;
import dev.forager.testkit.LogLine;
import dev.forager.testkit.ProcessorContract;
import dev.forager.testkit.TestSettings;
import dev.forager.testkit.TestTelemetry;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class DeltaToRateProcessorTest {
    private final DeltaToRateProcessorFactory factory = new DeltaToRateProcessorFactory();
    private final TestSettings settings = new TestSettings();
    private final CollectingConsumer next = new CollectingConsumer();
    private final DeltaToRateProcessor processor =
            new DeltaToRateProcessor(
                    new DeltaToRateConfig(List.of("m", "shop.items")),
                    settings.log().logger(),
                    next,
                    () -> 5);

    /** Expected files were recorded from the Go collector. */
    @TestFactory
    Stream<DynamicTest> cases() {
        return GoldenFolder.of(getClass(), "golden").tests(factory);
    }

    /** The Go collector refuses the whole request; here its neighbours live on. */
    @Test
    void pointWithoutAValue_staysOne() throws Exception {
        Metrics metrics = Metrics.create();
        var sum = new Sum().aggregationTemporality(AggregationTemporality.DELTA);
        sum.addDataPoint().timeUnixNano(5).flags(1);
        sum.addDataPoint().startTimeUnixNano(-1).timeUnixNano(1_999_999_999L).asDouble(4);
        metrics.addResource().addScope().addMetric().name("m").data(sum);
        consume(metrics);
        Metrics seen = (Metrics) next.payloads().getFirst().open();
        assertThat(seen.dataPoints())
                .map(
                        point ->
                                ((NumberDataPoint) point).valueCase()
                                        + " "
                                        + ((NumberDataPoint) point).asDouble())
                .containsExactly("NOT_SET 0.0", "AS_DOUBLE 2.0");
    }

    @Test
    void metricOfAnotherKind_isToldOnceForAWhile() throws Exception {
        for (int i = 0; i < 3; i++) {
            consume((Metrics) TestTelemetry.metrics(1).open());
        }
        assertThat(settings.log().lines())
                .extracting(LogLine::toString)
                .containsExactly(
                        "INFO Configured metric for rate calculation shop.items is not a delta sum");
    }

    @Test
    void noNames_areAMistake() {
        assertThatConfig(factory, "{}").failsWith("metric names are missing");
        assertThatConfig(factory, "metrics: []").failsWith("metric names are missing");
    }

    private void consume(Metrics metrics) throws Exception {
        processor.consume(metrics, Context.background());
    }

    @Nested
    class Contract extends ProcessorContract<DeltaToRateConfig> {
        @Override
        protected ProcessorFactory<DeltaToRateConfig> factory() {
            return factory;
        }

        @Override
        protected DeltaToRateConfig config() {
            return new DeltaToRateConfig(List.of("a", "shop.items"));
        }

        @Override
        protected String yaml() {
            return "metrics: [a, shop.items]";
        }
    }
}
