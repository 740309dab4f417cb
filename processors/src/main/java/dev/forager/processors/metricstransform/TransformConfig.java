// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.metricstransform;

import static dev.forager.pipeline.config.Validation.require;
import static dev.forager.pipeline.config.Validation.requireAll;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import dev.forager.pipeline.config.InvalidConfigException;
import dev.forager.processors.aggregation.AggregationType;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One transform. */
public record TransformConfig(
        @Doc("Name of the metrics, or a pattern of names.") @Default("''") String include,
        @Doc("Whether `include` is `strict` or `regexp`.") @Default("''") String matchType,
        @Doc(
                        "Only points with these labels; values are of `match_type`, an empty one"
                                + " means that the label is missing.")
                @Default("{}")
                Map<String, String> experimentalMatchLabels,
        @Doc(
                        "`update` in place, `insert` a copy, `combine` into one metric, `group` into"
                                + " a resource of their own.")
                @Default("''")
                String action,
        @Doc("New name; `${1}` and `${name}` are groups of the pattern.") @Default("''")
                String newName,
        @Doc("Attributes of the new resource, for `group`.")
                @Nullable Map<String, String> groupResourceLabels,
        @Doc(
                        "How points that become one are combined: `sum`, `mean`, `min`, `max`, `median`, `count`.")
                @Default("''")
                String aggregationType,
        @Doc("Case of label values that come from groups of the pattern: `lower` or `upper`.")
                @Default("''")
                String submatchCase,
        @Doc("What is done to the resulting metric, one after another.") @Default("[]")
                List<OperationConfig> operations) {
    private static final List<String> ACTIONS = List.of("insert", "update", "combine", "group");
    static final String AGGREGATIONS = "[\"sum\" \"mean\" \"min\" \"max\" \"median\" \"count\"]";

    public TransformConfig {
        Map<String, String> labels = Map.copyOf(experimentalMatchLabels);
        List<OperationConfig> steps = List.copyOf(operations);
        requireAll(
                () -> require(!include.isEmpty(), "missing required field \"include\""),
                () -> checkPatterns(matchType, include, labels),
                () -> checkAction(action, newName, aggregationType, groupResourceLabels != null),
                () ->
                        require(
                                aggregationType.isEmpty()
                                        || AggregationType.ofWord(aggregationType) != null,
                                "aggregation_type",
                                "\"aggregation_type\" must be in " + AGGREGATIONS),
                () ->
                        require(
                                Set.of("", "lower", "upper").contains(submatchCase),
                                "submatch_case",
                                "\"submatch_case\" must be in [\"lower\" \"upper\"]"),
                () -> checkOperations(steps));
        experimentalMatchLabels = labels;
        operations = steps;
    }

    private static void checkPatterns(
            String matchType, String include, Map<String, String> labels) {
        require(
                Set.of("", "strict", "regexp").contains(matchType),
                "match_type",
                "\"match_type\" must be in [\"strict\" \"regexp\"]");
        if (matchType.equals("regexp")) {
            requireAll(
                    Stream.concat(
                            Stream.of(() -> compile("include", include)),
                            labels.values().stream()
                                    .map(
                                            each ->
                                                    () ->
                                                            compile(
                                                                    "experimental_match_labels",
                                                                    each))));
        }
    }

    private static void checkAction(
            String action, String newName, String aggregationType, boolean hasGroupLabels) {
        require(
                ACTIONS.contains(action),
                "action",
                "\"action\" must be in [\"insert\" \"update\" \"combine\" \"group\"]");
        requireAll(
                () ->
                        require(
                                !newName.isEmpty() || !Set.of("insert", "combine").contains(action),
                                "missing required field \"new_name\" while \"action\" is "
                                        + action),
                () ->
                        require(
                                !aggregationType.isEmpty() || !action.equals("combine"),
                                "missing required field \"aggregation_type\" while \"action\" is combine"),
                () ->
                        require(
                                hasGroupLabels || !action.equals("group"),
                                "missing required field \"group_resource_labels\" while \"action\" is group"));
    }

    private static void checkOperations(List<OperationConfig> operations) {
        requireAll(
                IntStream.range(0, operations.size())
                        .mapToObj(
                                i ->
                                        () -> {
                                            String problem = operations.get(i).problem();
                                            require(
                                                    problem == null,
                                                    "operations::[%d]".formatted(i),
                                                    "operation %d: %s".formatted(i + 1, problem));
                                        }));
    }

    static Pattern compile(String key, String pattern) {
        try {
            return Pattern.compile(pattern);
        } catch (PatternSyntaxException e) {
            throw new InvalidConfigException("\"%s\", %s".formatted(key, e.getMessage()), key);
        }
    }
}
