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
        @Doc("Accepted; host, process and container are not detected.")
                @Key("detection/development")
                @Nullable Map<String, @Nullable Object> detection,
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
}
