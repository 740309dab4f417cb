// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.connectors.tally;

import dev.forager.ottl.ConditionSequence;
import dev.forager.ottl.Cursor;
import dev.forager.ottl.ErrorHandling;
import dev.forager.ottl.ErrorMode;
import dev.forager.ottl.EvaluationException;
import dev.forager.ottl.GoNumbers;
import dev.forager.ottl.OttlContext;
import dev.forager.ottl.OttlException;
import dev.forager.ottl.OttlProblem;
import dev.forager.pdata.Attributes;
import dev.forager.pdata.GoFloat;
import dev.forager.pdata.Key;
import dev.forager.pdata.Value;
import dev.forager.pdata.ValueText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** The metrics of one context, compiled. Immutable. */
public final class TallyRules {
    private final OttlContext context;
    private final List<Rule> rules;

    private TallyRules(OttlContext context, List<Rule> rules) {
        this.context = context;
        this.rules = rules;
    }

    /**
     * Compiles the metrics of some contexts, in the order of the contexts.
     *
     * @param looksOutside whether attributes of scope and resource count where an item has none
     * @throws OttlException with every condition that cannot be compiled
     */
    public static List<TallyRules> all(
            Map<OttlContext, ? extends Collection<TallyMetric>> metrics,
            boolean looksOutside,
            Logger logger) {
        List<OttlProblem> problems = new ArrayList<>();
        List<TallyRules> all =
                metrics.entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(
                                each ->
                                        compile(
                                                each.getKey(),
                                                each.getValue(),
                                                looksOutside,
                                                ErrorHandling.of(ErrorMode.PROPAGATE, logger),
                                                problems))
                        .toList();
        OttlException.throwIfAny(problems);
        return all;
    }

    private static TallyRules compile(
            OttlContext context,
            Collection<TallyMetric> metrics,
            boolean looksOutside,
            ErrorHandling errors,
            List<OttlProblem> problems) {
        List<Rule> rules = new ArrayList<>();
        for (TallyMetric metric : metrics) {
            ConditionSequence conditions =
                    TallyMetric.compiler(context)
                            .conditions(metric.sources(), context, errors, problems);
            rules.add(new Rule(metric, conditions, looksOutside));
        }
        return new TallyRules(context, List.copyOf(rules));
    }

    OttlContext context() {
        return context;
    }

    List<Rule> rules() {
        return rules;
    }

    /** One metric. Immutable. */
    static final class Rule {
        private final TallyMetric metric;
        private final ConditionSequence conditions;
        private final boolean looksOutside;
        private final Key[] keys;
        private final @Nullable Value[] fallbacks;
        private final @Nullable Key source;

        Rule(TallyMetric metric, ConditionSequence conditions, boolean looksOutside) {
            this.metric = metric;
            this.conditions = conditions;
            this.looksOutside = looksOutside;
            keys = metric.attributes().stream().map(it -> Key.of(it.key())).toArray(Key[]::new);
            fallbacks = new Value[keys.length];
            for (int i = 0; i < keys.length; i++) {
                fallbacks[i] = RawValue.of(metric.attributes().get(i).defaultValue());
            }
            String named = metric.source();
            source = named == null ? null : Key.of(named);
        }

        TallyMetric metric() {
            return metric;
        }

        boolean addsUp() {
            return source != null;
        }

        boolean hasLabels() {
            return keys.length > 0;
        }

        boolean matches(Cursor cursor) throws EvaluationException {
            return conditions.isEmpty() || conditions.matches(cursor);
        }

        /** The attributes of an item's number; null where it lacks one. */
        @Nullable Attributes labels(Attributes item, Cursor cursor) {
            Attributes labels = Attributes.create();
            for (int i = 0; i < keys.length; i++) {
                Value value = value(i, item, cursor);
                if (value == null) {
                    return null;
                }
                labels.put(keys[i], value);
            }
            return labels;
        }

        private @Nullable Value value(int index, Attributes item, Cursor cursor) {
            Value value = item.get(keys[index]);
            if (value != null && addsUp()) {
                return asText(value);
            }
            if (value == null && looksOutside) {
                value = cursor.scope().attributes().get(keys[index]);
                value = value != null ? value : cursor.resource().attributes().get(keys[index]);
            }
            return value != null ? value : fallbacks[index];
        }

        /** What an item adds: 1 where items are counted, else the attribute as a number. */
        double amount(Attributes item) {
            if (source == null) {
                return 1;
            }
            double amount =
                    switch (item.get(source)) {
                        case Value.Int number -> number.value();
                        case Value.Dbl number -> number.value();
                        case Value.Str text -> parse(text);
                        case null, default -> 0;
                    };
            // One NaN or infinity would be the end of the series downstream.
            return Double.isFinite(amount) ? amount : 0;
        }

        /** As in the Go collector, sums are kept apart by texts; only defaults keep their type. */
        private static Value asText(Value value) {
            return switch (value) {
                case Value.Str text -> text;
                case Value.Dbl number -> Value.of(GoFloat.of(number.value()));
                default -> Value.of(ValueText.of(value));
            };
        }

        private static double parse(Value.Str text) {
            try {
                return text.byteLength() > 64 ? 0 : GoNumbers.parseFloat(text.string());
            } catch (EvaluationException e) {
                return 0;
            }
        }
    }
}
