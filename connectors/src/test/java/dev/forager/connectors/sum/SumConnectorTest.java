// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.connectors.sum;

import static dev.forager.testkit.ConfigAssertions.assertThatConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.forager.pdata.Metrics;
import dev.forager.pdata.Payload;
import dev.forager.pdata.Signal;
import dev.forager.pipeline.ComponentInfo.SignalPair;
import dev.forager.pipeline.ConnectorFactory;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.Retryable;
import dev.forager.testkit.ConnectorContract;
import dev.forager.testkit.GoldenFolder;
import dev.forager.testkit.TestConsumers;
import dev.forager.testkit.TestSettings;
import dev.forager.testkit.TestTelemetry;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class SumConnectorTest {
    private final SumConnectorFactory factory = new SumConnectorFactory();

    /** Each folder shows one signal. */
    @TestFactory
    Stream<DynamicTest> cases() {
        return GoldenFolder.of(getClass(), "golden").tests(factory);
    }

    /** What the Go collector makes of the same. */
    @TestFactory
    Stream<DynamicTest> recorded() {
        return GoldenFolder.recorded(getClass()).tests(factory);
    }

    @Test
    void failingCondition_refusesTheRequest() {
        var next = TestConsumers.of(Signal.METRICS);
        var connector =
                factory.create(
                        assertThatConfig(
                                        factory,
                                        "{spans: {x: {source_attribute: a, conditions: ['Substring(name,"
                                                + " 0, 999) == name']}}}")
                                .binds(),
                        new TestSettings().connector("sum", Signal.TRACES, Signal.METRICS),
                        next);
        assertThatThrownBy(
                        () ->
                                connector.consume(
                                        TestTelemetry.traces(1).open(), Context.background()))
                .isInstanceOf(Retryable.class);
        assertThat(next.sink(Signal.METRICS).payloads()).isEmpty();
    }

    @Test
    void metricWithoutData_isRefused() {
        Metrics metrics = Metrics.create();
        metrics.addResource().addScope().addMetric().name("empty");
        var connector =
                factory.create(
                        assertThatConfig(factory, "{}").binds(),
                        new TestSettings().connector("sum", Signal.METRICS, Signal.METRICS),
                        TestConsumers.of(Signal.METRICS));
        assertThatThrownBy(() -> connector.consume(metrics, Context.background()))
                .hasMessage("metric \"empty\": invalid metric type: Empty");
    }

    @Test
    void badConfigurations_areRefusedInTheCollectorsWords() {
        assertThatConfig(factory, "{spans: {'': {source_attribute: a}}}")
                .failsWith("spans: metric name missing");
        assertThatConfig(factory, "{logs: {x: {source_attribute: a, conditions: ['nonsense(']}}}")
                .failsWith("logs condition: metric \"x\": ");
        assertThatConfig(factory, "{metrics: {x: {source_attribute: a, attributes: [{key: a}]}}}")
                .failsWith("metrics attributes not supported: metric \"x\"");
        assertThatConfig(
                        factory,
                        "{spanevents: {x: {source_attribute: a, attributes: [{key: ''}]}}}")
                .failsWith("spanevents attributes: metric \"x\": attribute key missing");
        assertThatConfig(factory, "{logs: {x: {}}}")
                .failsWith("logs: metric source_attribute missing");
    }

    @Nested
    class Contract extends ConnectorContract<SumConnectorConfig> {
        @Override
        protected ConnectorFactory<SumConnectorConfig> factory() {
            return factory;
        }

        @Override
        protected SumConnectorConfig config() {
            return assertThatConfig(factory, yaml()).binds();
        }

        @Override
        protected String yaml() {
            return "{spans: {a: {source_attribute: x}}, datapoints: {a: {source_attribute: x}}, logs: {a: {source_attribute: x}}}";
        }

        @Override
        protected long expectedItems(SignalPair pair, Payload input) {
            return 1;
        }
    }
}
