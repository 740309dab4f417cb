// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.connectors.tally;

import static dev.forager.pipeline.config.Validation.refuse;
import static dev.forager.pipeline.config.Validation.require;

import dev.forager.ottl.ErrorHandling;
import dev.forager.ottl.ErrorMode;
import dev.forager.ottl.Functions;
import dev.forager.ottl.OttlCompiler;
import dev.forager.ottl.OttlContext;
import dev.forager.ottl.OttlException;
import dev.forager.ottl.OttlProblem;
import dev.forager.ottl.Source;
import dev.forager.ottl.functions.MetricConditions;
import dev.forager.pipeline.config.InvalidConfigException;
import dev.forager.pipeline.config.LocatedText;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * One metric that a configuration asks for.
 *
 * @param name its name
 * @param description what it says of itself
 * @param conditions OTTL of which one must hold for an item to count; none means all count
 * @param attributes by which numbers are kept apart
 * @param source the attribute that is added up; null where items are counted
 */
public record TallyMetric(
        String name,
        String description,
        List<LocatedText> conditions,
        List<TallyAttribute> attributes,
        @Nullable String source) {
    public TallyMetric {
        conditions = List.copyOf(conditions);
        attributes = List.copyOf(attributes);
    }

    /**
     * Refuses, in the words of the Go collector, what cannot be.
     *
     * @param section the key under which the metric stands
     * @param context what its conditions look at
     */
    public void check(String section, OttlContext context) {
        require(!name.isEmpty(), section, section + ": metric name missing");
        String key = section + "::" + name;
        List<OttlProblem> problems = new ArrayList<>();
        compiler(context)
                .conditions(
                        sources(),
                        context,
                        ErrorHandling.of(
                                ErrorMode.PROPAGATE, LoggerFactory.getLogger(TallyMetric.class)),
                        problems);
        if (!problems.isEmpty()) {
            refuse(
                    InvalidConfigException.ofLines(
                            "%s condition: metric \"%s\": %s"
                                    .formatted(section, name, OttlException.text(problems)),
                            key + "::conditions"));
        }
        require(
                context != OttlContext.METRIC || attributes.isEmpty(),
                key + "::attributes",
                "metrics attributes not supported: metric \"%s\"".formatted(name));
        for (TallyAttribute attribute : attributes) {
            require(
                    !attribute.key().isEmpty(),
                    key + "::attributes",
                    "%s attributes: metric \"%s\": attribute key missing".formatted(section, name));
        }
    }

    /** The conditions with their places. */
    List<Source> sources() {
        return conditions.stream()
                .map(
                        text ->
                                Source.at(
                                        text.text(),
                                        text.source(),
                                        text.places()::line,
                                        text.places()::column))
                .toList();
    }

    static OttlCompiler compiler(OttlContext context) {
        return new OttlCompiler(Functions.standard().with(new MetricConditions()), Set.of(context));
    }
}
