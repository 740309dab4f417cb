// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.cumulativetodelta;

import com.google.re2j.Pattern;
import dev.forager.pdata.ExponentialHistogram;
import dev.forager.pdata.Gauge;
import dev.forager.pdata.Histogram;
import dev.forager.pdata.Metric;
import dev.forager.pdata.MetricData;
import dev.forager.pdata.Sum;
import dev.forager.pdata.Summary;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says which metrics a {@link MatchMetrics} means. Immutable. */
final class MetricSelection {
    private final @Nullable Set<String> names;
    private final List<Pattern> patterns;
    private final Set<String> types;

    MetricSelection(MatchMetrics match) {
        names = match.matchType().equals("strict") ? Set.copyOf(match.metrics()) : null;
        patterns =
                match.matchType().equals("regexp")
                        ? match.metrics().stream().map(MatchMetrics::compile).toList()
                        : List.of();
        types =
                match.metricTypes().stream()
                        .map(each -> each.toLowerCase(Locale.ROOT))
                        .collect(Collectors.toUnmodifiableSet());
    }

    /** Whether the metric has one of the names, and, which is another matter, one of the types. */
    boolean includes(Metric metric) {
        return (!hasNames() || matchesName(metric.name()))
                && (types.isEmpty() || types.contains(type(metric.data())));
    }

    /** Whether the metric has one of the names or one of the types. */
    boolean excludes(Metric metric) {
        return (hasNames() && matchesName(metric.name()))
                || (!types.isEmpty() && types.contains(type(metric.data())));
    }

    private boolean hasNames() {
        return names != null || !patterns.isEmpty();
    }

    private boolean matchesName(String name) {
        if (names != null) {
            return names.contains(name);
        }
        for (Pattern pattern : patterns) {
            if (pattern.matcher(name).find()) {
                return true;
            }
        }
        return false;
    }

    private static String type(@Nullable MetricData data) {
        return switch (data) {
            case null -> "";
            case Gauge _ -> "gauge";
            case Summary _ -> "summary";
            case Sum _ -> "sum";
            case Histogram _ -> "histogram";
            case ExponentialHistogram _ -> "exponentialhistogram";
        };
    }
}
