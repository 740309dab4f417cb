// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.match;

import dev.forager.pdata.Metric;
import dev.forager.pdata.Metrics;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The metrics to work on, by their names. Thread-safe. */
@FunctionalInterface
public interface MetricSelection {
    /** Calls back for each selected metric. */
    void forEach(Metrics metrics, Consumer<? super Metric> action);

    /**
     * The metrics that a configuration selects. As in the collector only {@code metric_names}
     * count: a section with {@code resources} alone selects, or excludes, nothing in particular.
     *
     * @throws dev.forager.pipeline.config.InvalidConfigException when its keys do not suit metrics
     */
    static MetricSelection of(MatchConfig config) {
        TextSet include = names(config.include());
        TextSet exclude = names(config.exclude());
        return (metrics, action) -> {
            for (Metric metric : metrics.metrics()) {
                if ((include == null || include.matches(metric.name()))
                        && (exclude == null || !exclude.matches(metric.name()))) {
                    action.accept(metric);
                }
            }
        };
    }

    private static @Nullable TextSet names(@Nullable MatchProperties config) {
        if (config == null) {
            return null;
        }
        config.requireForMetrics();
        return TextSet.of(config.metricNames(), config, "metric name");
    }
}
