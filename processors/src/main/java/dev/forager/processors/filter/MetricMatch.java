// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.filter;

import static dev.forager.pipeline.config.Validation.require;

import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Metrics that match. */
public record MetricMatch(
        @Doc("How names and values are compared; needed where they are.")
                @Nullable MatchType matchType,
        @Doc("Options of regular expressions.") @Nullable RegexpOptions regexp,
        @Doc("Names of metrics.") @Default("[]") List<String> metricNames,
        @Doc("Attributes of resources.") @Default("[]") List<AttributeMatch> resourceAttributes,
        @Doc("Expressions of which one holds for a data point; `expr` alone looks at them.")
                @Default("[]")
                List<String> expressions) {
    public MetricMatch {
        metricNames = List.copyOf(metricNames);
        resourceAttributes = List.copyOf(resourceAttributes);
        expressions = List.copyOf(expressions);
        require(
                resourceAttributes.isEmpty() || matchType != MatchType.EXPR,
                "resource_attributes",
                "unrecognized match_type: 'expr', valid types are: [regexp strict]");
    }
}
