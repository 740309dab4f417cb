// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.connectors.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.forager.pdata.Signal;
import dev.forager.pipeline.ClientInfo;
import dev.forager.pipeline.ConnectorFactory;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.Deadline;
import dev.forager.testkit.ConnectorContract;
import dev.forager.testkit.TestConsumers;
import dev.forager.testkit.TestSettings;
import dev.forager.testkit.TestTelemetry;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ForwardConnectorTest {
    private final TestSettings settings = new TestSettings();

    @Test
    void context_goesOnUnchanged() throws Exception {
        var next = TestConsumers.of(Signal.LOGS);
        var context = Context.of(ClientInfo.none(), Deadline.after(Duration.ofMinutes(1)));
        new ForwardConnectorFactory()
                .create(
                        new ForwardConnectorConfig(),
                        settings.connector("forward", Signal.LOGS, Signal.LOGS),
                        next)
                .consume(TestTelemetry.logs(2).open(), context);
        assertThat(next.sink(Signal.LOGS).contexts()).containsExactly(context);
    }

    @Test
    void connectorWithoutAPipeline_isRefused() {
        assertThatThrownBy(
                        () ->
                                new ForwardConnectorFactory()
                                        .create(
                                                new ForwardConnectorConfig(),
                                                settings.connector(
                                                        "forward/x", Signal.LOGS, Signal.LOGS),
                                                TestConsumers.of(Signal.TRACES)))
                .hasMessage("forward/x: no pipeline of logs (expected: one that it feeds)");
    }

    @Nested
    class Contract extends ConnectorContract<ForwardConnectorConfig> {
        @Override
        protected ConnectorFactory<ForwardConnectorConfig> factory() {
            return new ForwardConnectorFactory();
        }

        @Override
        protected ForwardConnectorConfig config() {
            return new ForwardConnectorConfig();
        }

        @Override
        protected String yaml() {
            return "{}";
        }
    }
}
