// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.filter;

import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import dev.forager.pipeline.config.LocatedText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The former section of metrics; paths in its conditions have no prefix. */
public record MetricFilters(
        @Doc("Keep only metrics that match.") @Nullable MetricMatch include,
        @Doc("Drop metrics that match.") @Nullable MetricMatch exclude,
        @Doc("Options of regular expressions.") @Nullable RegexpOptions regexp,
        @Doc("Conditions on resources.") @Default("[]") List<LocatedText> resource,
        @Doc("Conditions on metrics.") @Default("[]") List<LocatedText> metric,
        @Doc("Conditions on data points.") @Default("[]") List<LocatedText> datapoint) {
    boolean hasConditions() {
        return !resource.isEmpty() || !metric.isEmpty() || !datapoint.isEmpty();
    }

    boolean hasMatches() {
        return include != null || exclude != null;
    }
}
