// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.connectors.sum;

import dev.forager.connectors.tally.TallyConnector;
import dev.forager.connectors.tally.TallyMetric;
import dev.forager.connectors.tally.TallyRules;
import dev.forager.ottl.OttlContext;
import dev.forager.pdata.Signal;
import dev.forager.pipeline.ComponentInfo;
import dev.forager.pipeline.Connector;
import dev.forager.pipeline.ConnectorFactory;
import dev.forager.pipeline.ConnectorSettings;
import dev.forager.pipeline.Consumer;
import dev.forager.pipeline.Consumers;
import dev.forager.pipeline.Stability;
import java.util.List;
import java.util.Map;

/** Registers the connector {@code sum}. Stateless. */
public final class SumConnectorFactory implements ConnectorFactory<SumConnectorConfig> {
    /** As in the Go collector, sums do not say who made them. */
    private static final String NO_SCOPE = "";

    @Override
    public ComponentInfo<SumConnectorConfig> info() {
        return ComponentInfo.of("sum", SumConnectorConfig.class)
                .describedAs(
                        "Adds up an attribute of spans, span events, data points or log records.")
                .connects(Stability.ALPHA, Signal.TRACES, Signal.METRICS)
                .connects(Stability.ALPHA, Signal.METRICS, Signal.METRICS)
                .connects(Stability.ALPHA, Signal.LOGS, Signal.METRICS);
    }

    @Override
    public Connector create(SumConnectorConfig config, ConnectorSettings settings, Consumers next) {
        Consumer consumer = next.required(settings);
        Map<OttlContext, List<TallyMetric>> metrics =
                switch (settings.from()) {
                    case TRACES ->
                            Map.of(
                                    OttlContext.SPAN,
                                    SumConnectorConfig.tallies(config.spans()),
                                    OttlContext.SPAN_EVENT,
                                    SumConnectorConfig.tallies(config.spanevents()));
                    case METRICS ->
                            Map.of(
                                    OttlContext.METRIC,
                                    SumConnectorConfig.tallies(config.metrics()),
                                    OttlContext.DATA_POINT,
                                    SumConnectorConfig.tallies(config.datapoints()));
                    case LOGS -> Map.of(OttlContext.LOG, SumConnectorConfig.tallies(config.logs()));
                    case PROFILES -> Map.of(); // Not in info(): never built with it.
                };
        List<TallyRules> rules = TallyRules.all(metrics, false, settings.logger());
        return new TallyConnector(rules, NO_SCOPE, settings.clock(), consumer);
    }
}
