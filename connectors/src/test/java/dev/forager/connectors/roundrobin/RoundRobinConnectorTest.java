// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.connectors.roundrobin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.forager.pdata.Signal;
import dev.forager.pipeline.ConnectorFactory;
import dev.forager.pipeline.Context;
import dev.forager.testkit.CollectingConsumer;
import dev.forager.testkit.ConnectorContract;
import dev.forager.testkit.TestConsumers;
import dev.forager.testkit.TestSettings;
import dev.forager.testkit.TestTelemetry;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class RoundRobinConnectorTest {
    private final RoundRobinConnectorFactory factory = new RoundRobinConnectorFactory();

    @Test
    void requests_goInTurn() throws Exception {
        var first = new CollectingConsumer();
        var second = new CollectingConsumer();
        var third = new CollectingConsumer();
        var connector = new RoundRobinConnector(List.of(first, second, third));
        for (int i = 1; i <= 7; i++) {
            connector.consume(TestTelemetry.traces(i).open(), Context.background());
        }
        assertThat(first.items()).isEqualTo(3 + 6);
        assertThat(second.items()).isEqualTo(1 + 4 + 7);
        assertThat(third.items()).isEqualTo(2 + 5);
    }

    @Test
    void connectorWithoutAPipeline_isRefused() {
        assertThatThrownBy(
                        () ->
                                factory.create(
                                        new RoundRobinConnectorConfig(),
                                        new TestSettings()
                                                .connector("round_robin", Signal.LOGS, Signal.LOGS),
                                        TestConsumers.of(Signal.TRACES)))
                .hasMessage(
                        "round_robin: no pipeline of logs (expected: one or more that it feeds)");
    }

    @Nested
    class Contract extends ConnectorContract<RoundRobinConnectorConfig> {
        @Override
        protected ConnectorFactory<RoundRobinConnectorConfig> factory() {
            return factory;
        }

        @Override
        protected RoundRobinConnectorConfig config() {
            return new RoundRobinConnectorConfig();
        }

        @Override
        protected String yaml() {
            return "{}";
        }
    }
}
