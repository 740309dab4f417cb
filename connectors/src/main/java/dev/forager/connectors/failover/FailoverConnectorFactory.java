// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.connectors.failover;

import dev.forager.pdata.Signal;
import dev.forager.pipeline.ComponentInfo;
import dev.forager.pipeline.Connector;
import dev.forager.pipeline.ConnectorFactory;
import dev.forager.pipeline.ConnectorSettings;
import dev.forager.pipeline.Consumer;
import dev.forager.pipeline.Consumers;
import dev.forager.pipeline.RetryConfig;
import dev.forager.pipeline.SendingConfig;
import dev.forager.pipeline.Stability;
import io.opentelemetry.api.metrics.LongCounter;
import java.time.Duration;
import java.util.List;

/** Registers the connector {@code failover}. Stateless. */
public final class FailoverConnectorFactory implements ConnectorFactory<FailoverConnectorConfig> {
    @Override
    public ComponentInfo<FailoverConnectorConfig> info() {
        return ComponentInfo.of("failover", FailoverConnectorConfig.class)
                .describedAs("Goes to the next pipelines where the preferred ones fail.")
                .connects(Stability.ALPHA, Signal.TRACES, Signal.TRACES)
                .connects(Stability.ALPHA, Signal.METRICS, Signal.METRICS)
                .connects(Stability.ALPHA, Signal.LOGS, Signal.LOGS);
    }

    /** The queue alone: a timeout here would cut that of the exporters behind. */
    @Override
    public SendingConfig sending(FailoverConnectorConfig config) {
        return new SendingConfig(Duration.ZERO, RetryConfig.OFF, config.sendingQueue());
    }

    @Override
    public Connector create(
            FailoverConnectorConfig config, ConnectorSettings settings, Consumers next) {
        List<Consumer> levels = config.priorityLevels().stream().map(next::forPipelines).toList();
        LongCounter failovers =
                settings.meter()
                        .counterBuilder("connector_failover_count")
                        .setUnit("{times}")
                        .setDescription(
                                "Number of times the connector failed from the respective level")
                        .build();
        return new FailoverConnector(
                levels, config.effectiveInterval(), failovers, System::nanoTime);
    }
}
