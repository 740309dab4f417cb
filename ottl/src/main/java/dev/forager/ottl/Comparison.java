// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl;

import dev.forager.ottl.syntax.Node.Operator;
import dev.forager.pdata.KeyValue;
import dev.forager.pdata.Value;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The <a
 * href="https://github.com/open-telemetry/opentelemetry-collector-contrib/blob/main/pkg/ottl/LANGUAGE.md#comparison-rules">comparison
 * rules</a>: numbers compare with numbers, everything else with its own type; what cannot be
 * compared is unequal and nothing else.
 */
public final class Comparison {
    private Comparison() {}

    /** Whether two values are equal. */
    public static boolean equal(@Nullable Object left, @Nullable Object right) {
        return test(Operator.EQ, left, right);
    }

    static boolean test(Operator operator, @Nullable Object left, @Nullable Object right) {
        if (left == null || right == null) {
            return (left == null && right == null)
                    ? operator == Operator.EQ || operator == Operator.LE || operator == Operator.GE
                    : operator == Operator.NE;
        }
        return switch (left) {
            case Value.Str a when right instanceof Value.Str b -> text(operator, a, b);
            case Value.Int a when right instanceof Value.Int b ->
                    holds(operator, Long.compare(a.value(), b.value()));
            case Value.Int a when right instanceof Value.Dbl b ->
                    numbers(operator, (double) a.value(), b.value());
            case Value.Dbl a when right instanceof Value.Dbl b ->
                    numbers(operator, a.value(), b.value());
            case Value.Dbl a when right instanceof Value.Int b ->
                    numbers(operator, a.value(), (double) b.value());
            case Value.Bool a when right instanceof Value.Bool b ->
                    holds(operator, Boolean.compare(a.value(), b.value()));
            case Value.Bytes a when right instanceof Value.Bytes b ->
                    holds(operator, Arrays.compareUnsigned(a.toByteArray(), b.toByteArray()));
            case Instant a when right instanceof Instant b -> holds(operator, a.compareTo(b));
            case Instant a when right instanceof ZonedDateTime b ->
                    holds(operator, a.compareTo(b.toInstant()));
            case ZonedDateTime a when right instanceof Instant b ->
                    holds(operator, a.toInstant().compareTo(b));
            case ZonedDateTime a when right instanceof ZonedDateTime b ->
                    holds(operator, a.toInstant().compareTo(b.toInstant()));
            case Duration a when right instanceof Duration b -> holds(operator, a.compareTo(b));
            default -> onlyEqual(operator, deepEqual(left, right));
        };
    }

    private static boolean text(Operator operator, Value.Str left, Value.Str right) {
        return switch (operator) {
            case EQ -> left.equals(right);
            case NE -> !left.equals(right);
            case LT, LE, GE, GT -> holds(operator, left.compareTo(right));
        };
    }

    /** With NaN as IEEE 754 has it. */
    private static boolean numbers(Operator operator, double left, double right) {
        return switch (operator) {
            case EQ -> left == right;
            case NE -> left != right;
            case LT -> left < right;
            case LE -> left <= right;
            case GE -> left >= right;
            case GT -> left > right;
        };
    }

    static boolean holds(Operator operator, int order) {
        return switch (operator) {
            case EQ -> order == 0;
            case NE -> order != 0;
            case LT -> order < 0;
            case LE -> order <= 0;
            case GE -> order >= 0;
            case GT -> order > 0;
        };
    }

    private static boolean onlyEqual(Operator operator, boolean equal) {
        return switch (operator) {
            case EQ -> equal;
            case NE -> !equal;
            case LT, LE, GE, GT -> false;
        };
    }

    /** Inside maps and lists, 1 and 1.0 differ. The order of a map's keys says nothing. */
    private static boolean deepEqual(Object left, Object right) {
        return switch (left) {
            case Value.MapV a when right instanceof Value.MapV b -> sameEntries(a, b);
            case Value.Arr a when right instanceof Value.Arr b ->
                    sameElements(a.values(), b.values());
            case Value.Dbl a when right instanceof Value.Dbl b -> a.value() == b.value();
            default -> left.equals(right);
        };
    }

    private static boolean sameElements(List<Value> left, List<Value> right) {
        if (left.size() != right.size()) {
            return false;
        }
        for (int i = 0; i < left.size(); i++) {
            if (!deepEqual(left.get(i), right.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean sameEntries(Value.MapV left, Value.MapV right) {
        if (left.entries().size() != right.entries().size()) {
            return false;
        }
        Map<Value.Str, Value> others = new HashMap<>();
        right.entries().forEach(entry -> others.putIfAbsent(entry.keyText(), entry.value()));
        for (KeyValue entry : left.entries()) {
            Value other = others.get(entry.keyText());
            if (other == null || !deepEqual(entry.value(), other)) {
                return false;
            }
        }
        return true;
    }
}
