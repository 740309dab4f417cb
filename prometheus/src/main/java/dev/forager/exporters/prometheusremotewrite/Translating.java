// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.prometheusremotewrite;

import static dev.forager.pipeline.config.Validation.require;

import dev.forager.exporters.prometheusremotewrite.PrometheusRemoteWriteExporterConfig.ResourceConversion;
import dev.forager.prometheus.LabelNames;
import dev.forager.prometheus.ResourceLabels;
import dev.forager.prometheus.TranslationSettings;
import dev.forager.prometheus.UntranslatableException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the configuration says of the translation. Stateless. */
final class Translating {
    private static final List<String> ALL = List.of("*");
    private static final List<String> IDENTITY =
            List.of("service.name", "service.instance.id", "service.namespace");

    private Translating() {}

    /**
     * The settings.
     *
     * @throws dev.forager.pipeline.config.InvalidConfigException when an external label has no name
     */
    static TranslationSettings settings(PrometheusRemoteWriteExporterConfig config) {
        return new TranslationSettings(
                config.namespace(),
                config.strategy(),
                externalLabels(config),
                config.targetInfo().enabled(),
                !config.disableScopeInfo(),
                resourceLabels(config),
                config.convertExplicitHistogramsToNhcb(),
                config.keepClassicHistograms());
    }

    private static Map<String, String> externalLabels(PrometheusRemoteWriteExporterConfig config) {
        var names = new LabelNames(config.strategy());
        Map<String, String> labels = new HashMap<>();
        config.externalLabels()
                .forEach(
                        (key, value) -> {
                            try {
                                labels.put(names.build(key), value);
                            } catch (UntranslatableException e) {
                                require(false, "external_labels", e.getMessage());
                            }
                        });
        return labels;
    }

    private static ResourceLabels resourceLabels(PrometheusRemoteWriteExporterConfig config) {
        ResourceConversion former = config.resourceToTelemetryConversion();
        if (!config.resourceConstantLabels().isEmpty()) {
            return new ResourceLabels(
                    config.resourceConstantLabels().included(),
                    config.resourceConstantLabels().excluded());
        }
        if (former.enabled()) {
            return new ResourceLabels(
                    ALL, former.excludeServiceAttributes() ? IDENTITY : List.of());
        }
        return new ResourceLabels(former.included(), former.excluded());
    }
}
