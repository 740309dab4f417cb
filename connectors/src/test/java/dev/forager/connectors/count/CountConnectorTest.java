// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.connectors.count;

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

class CountConnectorTest {
    private final CountConnectorFactory factory = new CountConnectorFactory();

    /** Expected files were compared with the answers of the Go collector. */
    @TestFactory
    Stream<DynamicTest> cases() {
        return GoldenFolder.of(getClass(), "golden").tests(factory);
    }

    @Test
    void failingCondition_refusesTheRequest() {
        var next = TestConsumers.of(Signal.METRICS);
        var connector =
                factory.create(
                        assertThatConfig(
                                        factory,
                                        "{spans: {x: {conditions: ['Substring(name,"
                                                + " 0, 999) == name']}}}")
                                .binds(),
                        new TestSettings().connector("count", Signal.TRACES, Signal.METRICS),
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
                        new TestSettings().connector("count", Signal.METRICS, Signal.METRICS),
                        TestConsumers.of(Signal.METRICS));
        assertThatThrownBy(() -> connector.consume(metrics, Context.background()))
                .hasMessage("metric \"empty\": invalid metric type: Empty");
    }

    @Test
    void badConfigurations_areRefusedInTheCollectorsWords() {
        assertThatConfig(factory, "{spans: {'': {}}}").failsWith("spans: metric name missing");
        assertThatConfig(factory, "{logs: {x: {conditions: ['nonsense(']}}}")
                .failsWith("logs condition: metric \"x\": ");
        assertThatConfig(factory, "{metrics: {x: {attributes: [{key: a}]}}}")
                .failsWith("metrics attributes not supported: metric \"x\"");
        assertThatConfig(factory, "{spanevents: {x: {attributes: [{key: ''}]}}}")
                .failsWith("spanevents attributes: metric \"x\": attribute key missing");
    }

    @Test
    void mistakesOfAllMetrics_areToldAtOnce() {
        assertThatConfig(
                        factory,
                        """
                        spans:
                          x: {conditions: ['nam == 1', 'b ==']}
                          y: {conditions: ['nope == 1']}
                        logs: {z: {conditions: ['bodi == 1']}}
                        """)
                .failsWith(
                        "spans condition: metric \"x\": unable to parse OTTL condition \"nam == 1\"",
                        "spans condition: metric \"y\": unable to parse OTTL condition \"nope == 1\"",
                        "logs condition: metric \"z\": unable to parse OTTL condition \"bodi == 1\"");
    }

    @Nested
    class Contract extends ConnectorContract<CountConnectorConfig> {
        @Override
        protected ConnectorFactory<CountConnectorConfig> factory() {
            return factory;
        }

        @Override
        protected CountConnectorConfig config() {
            return assertThatConfig(factory, yaml()).binds();
        }

        @Override
        protected String yaml() {
            return "{}";
        }

        @Override
        protected long expectedItems(SignalPair pair, Payload input) {
            return pair.from() == Signal.METRICS ? 2 : 1;
        }
    }
}
