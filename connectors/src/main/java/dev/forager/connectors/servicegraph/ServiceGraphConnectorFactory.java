// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.connectors.servicegraph;

import dev.forager.connectors.state.FlushTimer;
import dev.forager.pdata.Signal;
import dev.forager.pipeline.ComponentInfo;
import dev.forager.pipeline.Connector;
import dev.forager.pipeline.ConnectorFactory;
import dev.forager.pipeline.ConnectorSettings;
import dev.forager.pipeline.Consumer;
import dev.forager.pipeline.Consumers;
import dev.forager.pipeline.Stability;

/** Registers the connector {@code service_graph}. Stateless. */
public final class ServiceGraphConnectorFactory
        implements ConnectorFactory<ServiceGraphConnectorConfig> {
    @Override
    public ComponentInfo<ServiceGraphConnectorConfig> info() {
        return ComponentInfo.of("service_graph", ServiceGraphConnectorConfig.class)
                .describedAs("Counts and measures the calls between services.")
                .aliases("servicegraph")
                .connects(Stability.ALPHA, Signal.TRACES, Signal.METRICS);
    }

    @Override
    public Connector create(
            ServiceGraphConnectorConfig config, ConnectorSettings settings, Consumers next) {
        Consumer consumer = next.required(settings);
        return new ServiceGraphConnector(
                config, settings, consumer, FlushTimer.named("flush-" + settings.id()));
    }
}
