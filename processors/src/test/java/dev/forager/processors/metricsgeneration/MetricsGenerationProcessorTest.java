// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.metricsgeneration;

import static dev.forager.testkit.ConfigAssertions.assertThatConfig;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.pdata.Gauge;
import dev.forager.pdata.Metric;
import dev.forager.pdata.Metrics;
import dev.forager.pdata.NumberDataPoint;
import dev.forager.pdata.Signal;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.ProcessorFactory;
import dev.forager.testkit.CollectingConsumer;
import dev.forager.testkit.GoldenFolder;
import dev.forager.testkit.ProcessorContract;
import dev.forager.testkit.TestSettings;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetricsGenerationProcessorTest {
    private final MetricsGenerationProcessorFactory factory =
            new MetricsGenerationProcessorFactory();
    private final CollectingConsumer next = new CollectingConsumer();

    /** Expected files were recorded from the Go collector. */
    @TestFactory
    Stream<DynamicTest> cases() {
        return GoldenFolder.of(getClass(), "golden").tests(factory);
    }

    @Test
    void featureGate_matchesAttributes() throws Exception {
        var used = new Gauge();
        used.addDataPoint().asInt(3).attributes().put("host", "a").put("pod", "p");
        used.addDataPoint().asDouble(8).attributes().put("host", "b");
        var total = new Gauge();
        total.addDataPoint().asDouble(Double.NaN).attributes().put("host", "c");
        total.addDataPoint().asInt(6).attributes().put("host", "a").put("zone", "z");
        total.addDataPoint().asInt(0).attributes().put("host", "b");
        Metrics request = Metrics.create();
        var scope = request.addResource().addScope();
        scope.addMetric().name("used").data(used);
        scope.addMetric().name("total").data(total);
        var config =
                assertThatConfig(
                                factory,
                                "rules: [{name: n, type: calculate, metric1: used, metric2: total,"
                                        + " operation: divide}]")
                        .binds();
        var processor =
                factory.create(
                        config,
                        new TestSettings()
                                .withGates("metricsgeneration.MatchAttributes")
                                .processor("metricsgeneration", Signal.METRICS),
                        next);
        processor.consume(request, Context.background());
        Metrics seen = (Metrics) next.payloads().getFirst().open();
        Metric made = seen.resources().getFirst().scopes().getFirst().metrics().getLast();
        assertThat(made.name()).isEqualTo("n");
        List<NumberDataPoint> points = ((Gauge) requireNonNull(made.data())).dataPoints();
        assertThat(points).hasSize(1);
        assertThat(points.getFirst().asDouble()).isEqualTo(0.5);
        assertThat(points.getFirst().attributes()).hasToString("{host=a, pod=p, zone=z}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|missing required field \"metric1\" & missing required field \"name\" & missing required field \"type\"",
                "{name: n}|missing required field \"metric1\" & missing required field \"type\"",
                "{name: n, type: x}|\"type\" must be in [\"calculate\" \"scale\"] & missing required field \"metric1\"",
                "{name: n, type: scale}|field \"scale_by\" required to be greater than 0 & missing required field \"metric1\"",
                "{name: n, type: calculate, metric1: a}|missing required field \"metric2\" for generation type \"calculate\"",
                "{name: n, type: scale, metric1: a}|field \"scale_by\" required to be greater than 0 for generation type \"scale\"",
                "{name: n, type: scale, metric1: a, scale_by: 1, operation: x}|\"operation\" must be in [\"add\" \"divide\" \"multiply\" \"percent\" \"subtract\"]",
                "{name: a, type: scale, metric1: a, scale_by: 1}|value of field \"name\" may not match value of field \"metric1\"",
                "{name: b, type: calculate, metric1: a, metric2: b}|value of field \"name\" may not match value of field \"metric2\""
            })
    void mistakes_areToldInTheWordsOfTheGoCollector(String rule, String text) {
        assertThatConfig(factory, "rules: [" + rule + "]").failsWith(text.split(" & "));
    }

    @Nested
    class Contract extends ProcessorContract<MetricsGenerationConfig> {
        @Override
        protected ProcessorFactory<MetricsGenerationConfig> factory() {
            return factory;
        }

        @Override
        protected MetricsGenerationConfig config() {
            return new MetricsGenerationConfig(
                    List.of(new Rule("n", "By", "calculate", "a", "b", "add", 0)));
        }

        @Override
        protected String yaml() {
            return "rules: [{name: n, unit: By, type: calculate, metric1: a, metric2: b,"
                    + " operation: add}]";
        }
    }
}
