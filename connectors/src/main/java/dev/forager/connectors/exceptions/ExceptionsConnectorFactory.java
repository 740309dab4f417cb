// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.connectors.exceptions;

import dev.forager.pdata.Signal;
import dev.forager.pipeline.ComponentInfo;
import dev.forager.pipeline.Connector;
import dev.forager.pipeline.ConnectorFactory;
import dev.forager.pipeline.ConnectorSettings;
import dev.forager.pipeline.Consumer;
import dev.forager.pipeline.Consumers;
import dev.forager.pipeline.Stability;

/** Registers the connector {@code exceptions}. Stateless. */
public final class ExceptionsConnectorFactory
        implements ConnectorFactory<ExceptionsConnectorConfig> {
    @Override
    public ComponentInfo<ExceptionsConnectorConfig> info() {
        return ComponentInfo.of("exceptions", ExceptionsConnectorConfig.class)
                .describedAs("Makes metrics and log records of recorded exceptions.")
                .connects(Stability.ALPHA, Signal.TRACES, Signal.METRICS)
                .connects(Stability.ALPHA, Signal.TRACES, Signal.LOGS)
                .connects(Stability.ALPHA, Signal.LOGS, Signal.LOGS)
                .connects(Stability.ALPHA, Signal.LOGS, Signal.METRICS);
    }

    @Override
    public Connector create(
            ExceptionsConnectorConfig config, ConnectorSettings settings, Consumers next) {
        Consumer consumer = next.required(settings);
        return settings.to() == Signal.METRICS
                ? new ExceptionMetricsConnector(config, settings, consumer)
                : new ExceptionLogsConnector(config, consumer);
    }
}
