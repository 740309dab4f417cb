// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.connectors.routing;

import dev.forager.pdata.Signal;
import dev.forager.pipeline.ComponentInfo;
import dev.forager.pipeline.Connector;
import dev.forager.pipeline.ConnectorFactory;
import dev.forager.pipeline.ConnectorSettings;
import dev.forager.pipeline.Consumers;
import dev.forager.pipeline.Stability;

/** Registers the connector {@code routing}. Stateless. */
public final class RoutingConnectorFactory implements ConnectorFactory<RoutingConnectorConfig> {
    @Override
    public ComponentInfo<RoutingConnectorConfig> info() {
        return ComponentInfo.of("routing", RoutingConnectorConfig.class)
                .describedAs("Sends telemetry to pipelines by OTTL conditions.")
                .connects(Stability.ALPHA, Signal.TRACES, Signal.TRACES)
                .connects(Stability.ALPHA, Signal.METRICS, Signal.METRICS)
                .connects(Stability.ALPHA, Signal.LOGS, Signal.LOGS);
    }

    @Override
    public Connector create(
            RoutingConnectorConfig config, ConnectorSettings settings, Consumers next) {
        return new RoutingTable(config, settings, next).connector();
    }
}
