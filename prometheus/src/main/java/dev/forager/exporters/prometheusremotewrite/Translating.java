// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.prometheusremotewrite;

import static dev.forager.pipeline.config.Validation.require;

import dev.forager.pdata.GoFloat;
import dev.forager.pipeline.Gates;
import dev.forager.prometheus.LabelNames;
import dev.forager.prometheus.ResourceLabels;
import dev.forager.prometheus.TranslationSettings;
import dev.forager.prometheus.UntranslatableException;
import dev.forager.prometheus.exposition.Bounds;
import java.util.HashMap;
import java.util.Map;

/** What the configuration says of the translation. Stateless. */
final class Translating {
    private static final String NO_CONVERSION =
            "exporter.prometheusremotewrite.DisableResourceToTelemetryConversion";
    private static final String NO_TOP_LEVEL =
            "exporter.prometheusremotewritexporter.removeTopLevelHTTPSettings";

    private Translating() {}

    /**
     * The settings.
     *
     * @throws dev.forager.pipeline.config.InvalidConfigException when an external label has no name
     */
    static TranslationSettings settings(PrometheusRemoteWriteExporterConfig config, Gates gates) {
        return new TranslationSettings(
                config.namespace(),
                config.strategy(),
                externalLabels(config),
                config.targetInfo().enabled(),
                gates.isEnabled(ResourceLabels.KEEP_IDENTITY, false),
                !config.disableScopeInfo(),
                config.resourceToTelemetryConversion().labels(config.resourceConstantLabels()),
                config.convertExplicitHistogramsToNhcb(),
                config.keepClassicHistograms(),
                config.openmetricsBounds() ? Bounds::text : GoFloat::plain);
    }

    /**
     * Refuses what feature gates forbid.
     *
     * @throws dev.forager.pipeline.config.InvalidConfigException with the collector's text
     */
    static void check(PrometheusRemoteWriteExporterConfig config, Gates gates) {
        require(
                !gates.isEnabled(NO_CONVERSION, false)
                        || config.resourceToTelemetryConversion().isEmpty(),
                "resource_to_telemetry_conversion is disabled by the %s feature gate; use resource_constant_labels instead"
                        .formatted(NO_CONVERSION));
        require(
                !gates.isEnabled(NO_TOP_LEVEL, false) || config.http() != null,
                "top-level HTTP client settings are not allowed when feature gate %s is enabled; move them under the 'http' block"
                        .formatted(NO_TOP_LEVEL));
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
                                require(false, "external_labels", String.valueOf(e.getMessage()));
                            }
                        });
        return labels;
    }
}
