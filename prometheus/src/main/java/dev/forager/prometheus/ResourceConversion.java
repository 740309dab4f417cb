// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.prometheus;

import static dev.forager.pipeline.config.Validation.require;

import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import java.util.List;
import org.slf4j.Logger;

/**
 * The section {@code resource_to_telemetry_conversion}: the former choice of all attributes or
 * none, and the patterns that came later. Immutable.
 */
public record ResourceConversion(
        @Doc("Attributes of the resource become labels.") @Default("false") boolean enabled,
        @Doc("But for service.name, service.instance.id and service.namespace.") @Default("false")
                boolean excludeServiceAttributes,
        @Doc("Patterns of keys (`*`, `?`) that become labels.") @Default("[]")
                List<String> included,
        @Doc("Patterns of keys that do not.") @Default("[]") List<String> excluded) {
    private static final List<String> ALL = List.of("*");
    private static final List<String> IDENTITY =
            List.of("service.name", "service.instance.id", "service.namespace");

    public ResourceConversion {
        require(
                !(enabled || excludeServiceAttributes)
                        || (included.isEmpty() && excluded.isEmpty()),
                "cannot configure both legacy enabled/exclude_service_attributes and"
                        + " included/excluded patterns; enabled and exclude_service_attributes"
                        + " are deprecated");
        included = List.copyOf(included);
        excluded = List.copyOf(excluded);
    }

    /** Whether nothing is chosen. */
    public boolean isEmpty() {
        return !enabled && !excludeServiceAttributes && included.isEmpty() && excluded.isEmpty();
    }

    /** Says that there is another section for this, where anything is chosen. */
    public void warn(Logger log) {
        if (!isEmpty()) {
            log.warn(
                    "resource_to_telemetry_conversion is deprecated; use resource_constant_labels"
                            + " instead");
        }
    }

    /** The attributes that become labels. */
    public ResourceLabels labels() {
        return enabled
                ? new ResourceLabels(ALL, excludeServiceAttributes ? IDENTITY : List.of())
                : new ResourceLabels(included, excluded);
    }

    /**
     * The attributes that become labels by both sections.
     *
     * @throws dev.forager.pipeline.config.InvalidConfigException when both choose
     */
    public ResourceLabels labels(ConstantLabels present) {
        checkAlone(present);
        return present.isEmpty() ? labels() : present.labels();
    }

    /**
     * Refuses two choices.
     *
     * @throws dev.forager.pipeline.config.InvalidConfigException when both sections choose
     */
    public void checkAlone(ConstantLabels present) {
        require(
                isEmpty() || present.isEmpty(),
                "cannot configure both resource_to_telemetry_conversion and"
                        + " resource_constant_labels; resource_to_telemetry_conversion is"
                        + " deprecated");
    }
}
