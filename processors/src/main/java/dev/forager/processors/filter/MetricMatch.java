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
        @Doc("How names and values are compared.") MatchType matchType,
        @Doc("Options of regular expressions.") @Nullable RegexpOptions regexp,
        @Doc("Names of metrics.") @Default("[]") List<String> metricNames,
        @Doc("Attributes of resources.") @Default("[]") List<AttributeMatch> resourceAttributes,
        @Doc("Expressions of the language expr; not supported.") @Default("[]")
                List<String> expressions) {
    public MetricMatch {
        require(
                expressions.isEmpty(),
                "expressions",
                "expressions are not supported (expected: metric_conditions in OTTL)");
    }
}
