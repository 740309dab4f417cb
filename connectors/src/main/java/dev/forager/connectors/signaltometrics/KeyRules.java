// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.connectors.signaltometrics;

import dev.forager.connectors.signaltometrics.SignalToMetricsConnectorConfig.AttributeInfo;
import dev.forager.connectors.tally.RawValue;
import dev.forager.ottl.Cursor;
import dev.forager.ottl.EvaluationException;
import dev.forager.ottl.OttlCompiler;
import dev.forager.ottl.OttlContext;
import dev.forager.ottl.OttlProblem;
import dev.forager.ottl.OttlValues;
import dev.forager.ottl.ValueExpression;
import dev.forager.pdata.Attributes;
import dev.forager.pdata.KeyValue;
import dev.forager.pdata.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which attributes are taken over. Immutable. */
final class KeyRules {
    private final List<Rule> rules;

    /** One attribute, or with an expression several. */
    private record Rule(
            Value.Str key,
            @Nullable ValueExpression keys,
            boolean optional,
            @Nullable Value fallback) {}

    KeyRules(
            List<AttributeInfo> attributes,
            OttlCompiler compiler,
            OttlContext context,
            List<OttlProblem> problems) {
        List<Rule> all = new ArrayList<>();
        for (AttributeInfo each : attributes) {
            ValueExpression keys =
                    each.keysExpression().text().isEmpty()
                            ? null
                            : compiler.value(
                                    MetricRule.source(each.keysExpression()), context, problems);
            all.add(
                    new Rule(
                            Value.Str.of(each.key()),
                            keys,
                            each.optional(),
                            RawValue.of(each.defaultValue())));
        }
        all.sort(Comparator.comparing(Rule::key));
        rules = List.copyOf(all);
    }

    boolean isEmpty() {
        return rules.isEmpty();
    }

    /** Whether there is all that must be. */
    boolean matches(Attributes attributes) {
        for (Rule each : rules) {
            boolean isNeeded = each.keys == null && each.fallback == null && !each.optional;
            if (isNeeded && !attributes.contains(each.key)) {
                return false;
            }
        }
        return true;
    }

    /** Takes over what there is, and defaults for what there is not. */
    void copy(Attributes from, Attributes to, Cursor cursor) throws EvaluationException {
        for (Rule each : rules) {
            if (each.keys == null) {
                copy(each.key, each.fallback, from, to);
                continue;
            }
            for (Value.Str key : names(each.keys, cursor)) {
                copy(key, each.fallback, from, to);
            }
        }
    }

    private static void copy(
            Value.Str key, @Nullable Value fallback, Attributes from, Attributes to) {
        Value value = from.get(key);
        value = value != null ? value : fallback;
        if (value != null) {
            to.put(key, value);
        }
    }

    private static List<Value.Str> names(ValueExpression keys, Cursor cursor)
            throws EvaluationException {
        Object found = keys.get(cursor);
        if (found == null) {
            return List.of();
        }
        List<Value.Str> names = new ArrayList<>();
        if (found instanceof Value.Arr list) {
            for (Value each : list.values()) {
                if (each instanceof Value.Str name) {
                    names.add(name);
                }
            }
            if (names.size() == list.values().size()) {
                return names;
            }
        }
        throw new EvaluationException(
                "keys_expression must return a list of strings: got " + OttlValues.typeName(found));
    }

    /** All attributes. */
    static void copyAll(Attributes from, Attributes to) {
        for (KeyValue entry : from) {
            to.put(entry.keyText(), entry.value());
        }
    }
}
