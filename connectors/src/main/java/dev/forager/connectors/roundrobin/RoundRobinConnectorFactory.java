// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.connectors.roundrobin;

import dev.forager.pdata.Signal;
import dev.forager.pipeline.ComponentInfo;
import dev.forager.pipeline.Connector;
import dev.forager.pipeline.ConnectorFactory;
import dev.forager.pipeline.ConnectorSettings;
import dev.forager.pipeline.Consumer;
import dev.forager.pipeline.Consumers;
import dev.forager.pipeline.Stability;
import java.util.List;

/** Registers the connector {@code round_robin}. Stateless. */
public final class RoundRobinConnectorFactory
        implements ConnectorFactory<RoundRobinConnectorConfig> {
    @Override
    public ComponentInfo<RoundRobinConnectorConfig> info() {
        return ComponentInfo.of("round_robin", RoundRobinConnectorConfig.class)
                .describedAs("Hands requests to its pipelines in turn.")
                .aliases("roundrobin")
                .connects(Stability.BETA, Signal.TRACES, Signal.TRACES)
                .connects(Stability.BETA, Signal.METRICS, Signal.METRICS)
                .connects(Stability.BETA, Signal.LOGS, Signal.LOGS);
    }

    @Override
    public Connector create(
            RoundRobinConnectorConfig config, ConnectorSettings settings, Consumers next) {
        List<Consumer> consumers =
                next.pipelines(settings.to()).stream()
                        .map(pipeline -> next.forPipelines(List.of(pipeline)))
                        .toList();
        if (consumers.isEmpty()) {
            throw new IllegalArgumentException(
                    "%s: no pipeline of %s (expected: one or more that it feeds)"
                            .formatted(settings.id(), settings.to()));
        }
        return new RoundRobinConnector(consumers);
    }
}
