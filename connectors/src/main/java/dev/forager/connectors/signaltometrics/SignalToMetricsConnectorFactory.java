// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.connectors.signaltometrics;

import dev.forager.connectors.signaltometrics.SignalToMetricsConnectorConfig.MetricInfo;
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
import java.util.UUID;
import java.util.function.Supplier;

/** Registers the connector {@code signal_to_metrics}. Stateless. */
public final class SignalToMetricsConnectorFactory
        implements ConnectorFactory<SignalToMetricsConnectorConfig> {
    private final Supplier<String> instanceIds;

    /** Instances get random ids. */
    public SignalToMetricsConnectorFactory() {
        this(() -> UUID.randomUUID().toString());
    }

    SignalToMetricsConnectorFactory(Supplier<String> instanceIds) {
        this.instanceIds = instanceIds;
    }

    @Override
    public ComponentInfo<SignalToMetricsConnectorConfig> info() {
        return ComponentInfo.of("signal_to_metrics", SignalToMetricsConnectorConfig.class)
                .describedAs("Makes metrics of values in spans, points, log records and profiles.")
                .aliases("signaltometrics")
                .connects(Stability.ALPHA, Signal.TRACES, Signal.METRICS)
                .connects(Stability.ALPHA, Signal.METRICS, Signal.METRICS)
                .connects(Stability.ALPHA, Signal.LOGS, Signal.METRICS)
                .connects(Stability.ALPHA, Signal.PROFILES, Signal.METRICS);
    }

    @Override
    public Connector create(
            SignalToMetricsConnectorConfig config, ConnectorSettings settings, Consumers next) {
        Consumer consumer = next.required(settings);
        OttlContext context =
                switch (settings.from()) {
                    case TRACES -> OttlContext.SPAN;
                    case METRICS -> OttlContext.DATA_POINT;
                    case LOGS -> OttlContext.LOG;
                    case PROFILES -> OttlContext.PROFILE;
                };
        List<MetricRule> rules =
                metrics(config, settings.from()).stream()
                        .map(
                                info ->
                                        MetricRule.of(
                                                info,
                                                context,
                                                config.errorMode(),
                                                settings.logger()))
                        .toList();
        return new SignalToMetricsConnector(
                context, rules, config.errorMode(), settings, instanceIds.get(), consumer);
    }

    private static List<MetricInfo> metrics(SignalToMetricsConnectorConfig config, Signal from) {
        return switch (from) {
            case TRACES -> config.spans();
            case METRICS -> config.datapoints();
            case LOGS -> config.logs();
            case PROFILES -> config.profiles();
        };
    }
}
