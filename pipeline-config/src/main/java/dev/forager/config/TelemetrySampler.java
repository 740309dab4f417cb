// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.config;

import dev.forager.pipeline.config.Validation;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code service::telemetry::traces::sampler}: which of the collector's own spans are kept. Of
 * several kinds in one map the first in the order of the Go collector counts; null stands for what
 * the kind has by default.
 */
public sealed interface TelemetrySampler {
    /** Every span. */
    record AlwaysOn() implements TelemetrySampler {}

    /** No span. */
    record AlwaysOff() implements TelemetrySampler {}

    /**
     * A part of all traces.
     *
     * @param ratio from 0 to 1; what is outside means none or all
     */
    record Ratio(double ratio) implements TelemetrySampler {}

    /** As the parent was sampled, or by another sampler for each kind of parent. */
    record ParentBased(
            @Nullable TelemetrySampler root,
            @Nullable TelemetrySampler remoteParentSampled,
            @Nullable TelemetrySampler remoteParentNotSampled,
            @Nullable TelemetrySampler localParentSampled,
            @Nullable TelemetrySampler localParentNotSampled)
            implements TelemetrySampler {}

    /**
     * The sampler that {@code written} describes.
     *
     * @throws dev.forager.pipeline.config.InvalidConfigException when it describes none
     */
    static TelemetrySampler of(Map<String, ? extends @Nullable Object> written) {
        known(
                written,
                Set.of(
                        "always_on",
                        "always_off",
                        "parent_based",
                        "trace_id_ratio_based",
                        "jaeger_remote"));
        Map<?, ?> parents = section(written, "parent_based");
        if (parents != null) {
            return parentBased(parents);
        }
        if (section(written, "always_off") != null) {
            return new AlwaysOff();
        }
        if (section(written, "always_on") != null) {
            return new AlwaysOn();
        }
        Map<?, ?> part = section(written, "trace_id_ratio_based");
        Validation.require(part != null, "sampler", "invalid sampler configuration");
        return ratio(part == null ? Map.of() : part);
    }

    private static Ratio ratio(Map<?, ?> written) {
        known(written, Set.of("ratio"));
        Object value = written.get("ratio");
        Validation.require(
                value == null || value instanceof Number,
                "sampler",
                "ratio: expected a number from 0 to 1");
        return new Ratio(value instanceof Number number ? number.doubleValue() : 1);
    }

    private static ParentBased parentBased(Map<?, ?> written) {
        known(
                written,
                Set.of(
                        "root",
                        "remote_parent_sampled",
                        "remote_parent_not_sampled",
                        "local_parent_sampled",
                        "local_parent_not_sampled"));
        return new ParentBased(
                inner(written, "root"),
                inner(written, "remote_parent_sampled"),
                inner(written, "remote_parent_not_sampled"),
                inner(written, "local_parent_sampled"),
                inner(written, "local_parent_not_sampled"));
    }

    @SuppressWarnings("unchecked") // keys of configuration maps are texts
    private static @Nullable TelemetrySampler inner(Map<?, ?> written, String key) {
        Map<?, ?> section = section(written, key);
        return section == null ? null : of((Map<String, @Nullable Object>) section);
    }

    private static @Nullable Map<?, ?> section(Map<?, ?> written, String key) {
        Object value = written.get(key);
        Validation.require(
                value == null || value instanceof Map,
                "sampler",
                "%s: expected a map".formatted(key));
        return (Map<?, ?>) value;
    }

    private static void known(Map<?, ?> written, Set<String> keys) {
        for (Object key : written.keySet()) {
            Validation.require(
                    keys.contains(String.valueOf(key)), "sampler", "has invalid keys: " + key);
        }
    }
}
