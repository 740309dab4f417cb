// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.prometheus;

import static dev.forager.pipeline.config.Validation.require;

import dev.forager.pipeline.Gates;
import dev.forager.pipeline.QueueConfig;
import dev.forager.pipeline.RetryConfig;
import dev.forager.pipeline.SendingConfig;
import dev.forager.pipeline.config.ByteSize;
import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import dev.forager.pipeline.config.Inline;
import dev.forager.pipeline.config.Min;
import dev.forager.prometheus.ConstantLabels;
import dev.forager.prometheus.ResourceConversion;
import dev.forager.prometheus.TranslationStrategy;
import dev.forager.transport.HttpServerConfig;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where metrics are served, what they look like, and how long. */
public record PrometheusExporterConfig(
        @Inline HttpServerConfig server,
        @Doc("A queue in front; absent: a sender has its answer when its metrics are on the page.")
                @Nullable QueueConfig sendingQueue,
        @Doc("Prefix of every name.") @Default("''") String namespace,
        @Doc("Labels of every series that has none of that name; not of target_info.")
                @Default("{}")
                Map<String, String> constLabels,
        @Doc("Write when a value was measured, not only what it is.") @Default("false")
                boolean sendTimestamps,
        @Doc("How long a series is served after its last value.") @Default("5m")
                Duration metricExpiration,
        @Doc("The former form of `resource_constant_labels`.") @Default("{}")
                ResourceConversion resourceToTelemetryConversion,
        @Doc("Attributes of the resource that become labels of every series.") @Default("{}")
                ConstantLabels resourceConstantLabels,
        @Doc("Answer in OpenMetrics where the client asks for it, with exemplars.")
                @Default("false")
                boolean enableOpenMetrics,
        @Doc("Leave out the labels that name the instrumentation scope.") @Default("false")
                boolean withoutScopeInfo,
        @Doc(
                        "Not used any more, unless the gate exporter.prometheusexporter.DisableAddMetricSuffixes is switched off: `translation_strategy` says whether names end in unit and type.")
                @Default("true")
                boolean addMetricSuffixes,
        @Doc(
                        "How names are made: UnderscoreEscapingWithSuffixes (as without this key),"
                                + " UnderscoreEscapingWithoutSuffixes, NoUTF8EscapingWithSuffixes or"
                                + " NoTranslation.")
                @Nullable TranslationStrategy translationStrategy,
        @Doc("Most series; points of further ones are dropped.")
                @Default("9223372036854775807")
                @Min(1)
                long maxSeries,
        @Doc("Most memory for series; 0 is a quarter of the heap.") @Default("0")
                ByteSize maxStateSize) {
    private static final String NO_ADD_METRIC_SUFFIXES =
            "exporter.prometheusexporter.DisableAddMetricSuffixes";
    private static final String NO_CONVERSION =
            "exporter.prometheus.DisableResourceToTelemetryConversion";

    public PrometheusExporterConfig {
        require(
                !server.endpoint().isBlank(),
                "endpoint",
                "expecting a non-blank address to run the Prometheus metrics handler");
        resourceToTelemetryConversion.checkAlone(resourceConstantLabels);
        constLabels.forEach(
                (name, value) ->
                        require(
                                !name.isEmpty() && !name.startsWith("__"),
                                "const_labels",
                                "\"%s\" is not a valid label name".formatted(name)));
        constLabels = Map.copyOf(constLabels);
    }

    TranslationStrategy strategy(Gates gates) {
        if (translationStrategy != null) {
            return translationStrategy;
        }
        return addMetricSuffixes || gates.isEnabled(NO_ADD_METRIC_SUFFIXES, true)
                ? TranslationStrategy.UNDERSCORE_ESCAPING_WITH_SUFFIXES
                : TranslationStrategy.UNDERSCORE_ESCAPING_WITHOUT_SUFFIXES;
    }

    /**
     * Refuses what feature gates forbid.
     *
     * @throws dev.forager.pipeline.config.InvalidConfigException with the collector's text
     */
    void check(Gates gates) {
        require(
                !gates.isEnabled(NO_CONVERSION, false) || resourceToTelemetryConversion.isEmpty(),
                "resource_to_telemetry_conversion is disabled by the %s feature gate; use resource_constant_labels instead"
                        .formatted(NO_CONVERSION));
    }

    SendingConfig sending() {
        return sendingQueue == null
                ? SendingConfig.DIRECT
                : new SendingConfig(Duration.ZERO, RetryConfig.OFF, sendingQueue);
    }
}
