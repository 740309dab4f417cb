// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.connectors.forward;

import dev.forager.pdata.Signal;
import dev.forager.pipeline.ComponentInfo;
import dev.forager.pipeline.Connector;
import dev.forager.pipeline.ConnectorFactory;
import dev.forager.pipeline.ConnectorSettings;
import dev.forager.pipeline.Consumer;
import dev.forager.pipeline.Consumers;
import dev.forager.pipeline.Stability;

/** Registers the connector {@code forward}. Stateless. */
public final class ForwardConnectorFactory implements ConnectorFactory<ForwardConnectorConfig> {
    @Override
    public ComponentInfo<ForwardConnectorConfig> info() {
        return ComponentInfo.of("forward", ForwardConnectorConfig.class)
                .describedAs("Hands telemetry from one pipeline to others of the same signal.")
                .connects(Stability.BETA, Signal.TRACES, Signal.TRACES)
                .connects(Stability.BETA, Signal.METRICS, Signal.METRICS)
                .connects(Stability.BETA, Signal.LOGS, Signal.LOGS)
                .connects(Stability.ALPHA, Signal.PROFILES, Signal.PROFILES);
    }

    @Override
    public Connector create(
            ForwardConnectorConfig config, ConnectorSettings settings, Consumers next) {
        Consumer consumer = next.required(settings);
        return new ForwardConnector(consumer);
    }
}
