// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.connectors.count;

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

/** Registers the connector {@code count}. Stateless. */
public final class CountConnectorFactory implements ConnectorFactory<CountConnectorConfig> {
    private static final String SCOPE =
            "github.com/open-telemetry/opentelemetry-collector-contrib/connector/countconnector";

    @Override
    public ComponentInfo<CountConnectorConfig> info() {
        return ComponentInfo.of("count", CountConnectorConfig.class)
                .describedAs("Counts spans, span events, metrics, data points, logs and profiles.")
                .connects(Stability.ALPHA, Signal.TRACES, Signal.METRICS)
                .connects(Stability.ALPHA, Signal.METRICS, Signal.METRICS)
                .connects(Stability.ALPHA, Signal.LOGS, Signal.METRICS)
                .connects(Stability.ALPHA, Signal.PROFILES, Signal.METRICS);
    }

    @Override
    public Connector create(
            CountConnectorConfig config, ConnectorSettings settings, Consumers next) {
        Consumer consumer = next.required(settings);
        Map<OttlContext, List<TallyMetric>> metrics =
                switch (settings.from()) {
                    case TRACES ->
                            Map.of(
                                    OttlContext.SPAN,
                                    CountConnectorConfig.tallies(config.spans()),
                                    OttlContext.SPAN_EVENT,
                                    CountConnectorConfig.tallies(config.spanevents()));
                    case METRICS ->
                            Map.of(
                                    OttlContext.METRIC,
                                    CountConnectorConfig.tallies(config.metrics()),
                                    OttlContext.DATA_POINT,
                                    CountConnectorConfig.tallies(config.datapoints()));
                    case LOGS ->
                            Map.of(OttlContext.LOG, CountConnectorConfig.tallies(config.logs()));
                    case PROFILES ->
                            Map.of(
                                    OttlContext.PROFILE,
                                    CountConnectorConfig.tallies(config.profiles()));
                };
        List<TallyRules> rules = TallyRules.all(metrics, true, settings.logger());
        return new TallyConnector(rules, SCOPE, settings.clock(), consumer);
    }
}
