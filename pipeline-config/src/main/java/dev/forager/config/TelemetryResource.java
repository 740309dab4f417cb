// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.config;

import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import dev.forager.pipeline.config.Inline;
import dev.forager.pipeline.config.Key;
import dev.forager.pipeline.config.OmitEmpty;
import dev.forager.pipeline.config.RemovedKey;
import dev.forager.pipeline.config.Validation;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * {@code service::telemetry::resource}: attributes of all the collector's own telemetry, as a list
 * or in the old form of a plain map. Immutable.
 */
@RemovedKey(
        keys = "attributes_list",
        advice =
                "resource::attributes_list is not currently supported, please use"
                        + " resource::attributes")
@OmitEmpty
public record TelemetryResource(
        @Doc("Schema of the attributes.") @Default(TelemetryResource.SCHEMA_URL)
                @Nullable String schemaUrl,
        @Doc("Attributes.") @Default("[]") List<Attribute> attributes,
        @Doc("Attributes that are found at start.") @Key("detection/development")
                @Nullable Detection detection,
        @Doc("The old form of detection; without effect.")
                @Nullable Map<String, @Nullable Object> detectors,
        @Doc("The old form: attributes as a plain map; null takes away a default.")
                @Inline
                @Default("{}")
                Map<String, @Nullable Object> legacy) {

    /** The schema of the Go collector 0.165. */
    private static final String SCHEMA_URL = "https://opentelemetry.io/schemas/1.40.0";

    /** Only one of the two forms, and text only in the old one. */
    public TelemetryResource {
        attributes = List.copyOf(attributes);
        legacy = Collections.unmodifiableMap(new LinkedHashMap<>(legacy));
        legacy.forEach(
                (key, value) ->
                        Validation.require(
                                value == null || value instanceof String,
                                key,
                                "legacy resource attribute \"%s\" must be string or null"
                                        .formatted(key)));
        Validation.require(
                attributes.isEmpty() || legacy.isEmpty(),
                "resource::attributes cannot be used together with legacy inline resource"
                        + " attributes");
    }

    /** The old form. */
    public static TelemetryResource of(Map<String, ? extends @Nullable Object> legacy) {
        return new TelemetryResource(
                SCHEMA_URL, List.of(), null, null, new LinkedHashMap<>(legacy));
    }

    /** An attribute. */
    public record Attribute(
            @Doc("Name of the attribute.") String name,
            @Doc("Type of the value.") @Nullable String type,
            @Doc("Text, number, boolean or list of them.") @Nullable Object value) {}

    /** What is found at start; the attributes of the configuration count more. */
    public record Detection(
            @Doc("Which of the found attributes are taken; absent means all.")
                    TelemetryMetrics.@Nullable IncludeExclude attributes,
            @Doc(
                            "Maps such as host: {}, process: {}, service: {}, container: {}; those"
                                    + " of clouds are taken and find nothing.")
                    @Default("[]")
                    List<Map<String, @Nullable Object>> detectors) {
        private static final Set<String> OF_CLOUDS =
                Set.of("aws.ec2", "aws.ecs", "aws.eks", "azure.vm", "gcp");
        private static final Set<String> OWN = Set.of("host", "process", "service", "container");

        /** Refuses unknown detectors. */
        public Detection {
            detectors = List.copyOf(detectors);
            for (Map<String, @Nullable Object> detector : detectors) {
                for (String name : detector.keySet()) {
                    Validation.require(
                            OWN.contains(name) || OF_CLOUDS.contains(name),
                            "detectors",
                            "unknown resource detector \"%s\" (expected: %s)"
                                    .formatted(name, String.join(", ", new TreeSet<>(OWN))));
                }
            }
        }

        /** The names of the detectors, without those that have no value. */
        public Set<String> names() {
            var names = new TreeSet<String>();
            for (Map<String, @Nullable Object> detector : detectors) {
                detector.forEach(
                        (name, settings) -> {
                            if (settings != null) {
                                names.add(name);
                            }
                        });
            }
            return names;
        }

        /** The detectors that find nothing here. */
        public Set<String> withoutEffect() {
            Set<String> names = names();
            names.retainAll(OF_CLOUDS);
            return names;
        }
    }
}
