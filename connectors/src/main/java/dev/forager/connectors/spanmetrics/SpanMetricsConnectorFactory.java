// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.connectors.spanmetrics;

import dev.forager.connectors.state.FlushTimer;
import dev.forager.pdata.Signal;
import dev.forager.pipeline.ComponentInfo;
import dev.forager.pipeline.Connector;
import dev.forager.pipeline.ConnectorFactory;
import dev.forager.pipeline.ConnectorSettings;
import dev.forager.pipeline.Consumer;
import dev.forager.pipeline.Consumers;
import dev.forager.pipeline.Stability;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** Registers the connector {@code span_metrics}. Stateless. */
public final class SpanMetricsConnectorFactory
        implements ConnectorFactory<SpanMetricsConnectorConfig> {
    @Override
    public ComponentInfo<SpanMetricsConnectorConfig> info() {
        return ComponentInfo.of("span_metrics", SpanMetricsConnectorConfig.class)
                .describedAs("Counts spans and measures their durations.")
                .aliases("spanmetrics")
                .connects(Stability.ALPHA, Signal.TRACES, Signal.METRICS);
    }

    @Override
    public Connector create(
            SpanMetricsConnectorConfig config, ConnectorSettings settings, Consumers next) {
        Consumer consumer = next.required(settings);
        return new SpanMetricsConnector(
                config,
                settings,
                consumer,
                new SpanMetricsConnector.Surroundings(
                        FlushTimer.named("flush-" + settings.id()),
                        UUID.randomUUID().toString(),
                        ThreadLocalRandom::current));
    }
}
