// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.prometheus;

import java.util.Map;
import java.util.function.DoubleFunction;

/**
 * How OTLP is translated. Immutable.
 *
 * @param namespace in front of every name; empty for none
 * @param externalLabels labels of every series that has none of that name, by valid names
 * @param hasTargetInfo whether each resource gives a series {@code target_info}
 * @param keepsIdentity whether job and instance are also in {@code target_info} as what they were
 * @param hasScopeLabels whether name, version and attributes of the scope become labels
 * @param resourceLabels attributes of the resource that become labels of every series
 * @param toCustomBuckets whether histograms become native ones with custom buckets
 * @param keepsClassic whether such a histogram also stays what it was
 * @param bound writes the labels {@code le} and {@code quantile}
 */
public record TranslationSettings(
        String namespace,
        TranslationStrategy strategy,
        Map<String, String> externalLabels,
        boolean hasTargetInfo,
        boolean keepsIdentity,
        boolean hasScopeLabels,
        ResourceLabels resourceLabels,
        boolean toCustomBuckets,
        boolean keepsClassic,
        DoubleFunction<String> bound) {
    public TranslationSettings {
        externalLabels = Map.copyOf(externalLabels);
    }
}
