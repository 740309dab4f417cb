// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.filter;

import dev.forager.pdata.Attributes;
import dev.forager.pdata.GoFloat;
import dev.forager.pdata.KeyValue;
import dev.forager.pdata.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Compiled attributes of the former filters: all must be there. */
final class AttributesMatch {
    private record Wanted(Value.Str key, @Nullable Predicate<Value> value) {}

    private final List<Wanted> wanted = new ArrayList<>();

    /**
     * A match of all these.
     *
     * @throws IllegalArgumentException if a key is empty, or an expression is no text
     */
    AttributesMatch(@Nullable MatchType type, List<AttributeMatch> attributes) {
        for (AttributeMatch attribute : attributes) {
            if (attribute.key().isEmpty()) {
                throw new IllegalArgumentException(
                        "can't have empty key in the list of attributes");
            }
            wanted.add(new Wanted(Value.Str.of(attribute.key()), test(type, attribute)));
        }
    }

    private static @Nullable Predicate<Value> test(
            @Nullable MatchType type, AttributeMatch attribute) {
        Object value = attribute.value();
        if (value == null) {
            return null;
        }
        return switch (type) {
            case STRICT -> of(value)::equals;
            case EXPR -> throw MatchType.noExpressions();
            case null -> throw MatchType.missing();
            case REGEXP -> {
                if (!(value instanceof String expression)) {
                    throw new IllegalArgumentException(
                            "match_type=regexp for \"%s\" only supports Str"
                                    .formatted(attribute.key()));
                }
                Predicate<String> found = TextMatch.any(type, List.of(expression));
                yield actual -> {
                    String text = text(actual);
                    return text != null && found.test(text);
                };
            }
        };
    }

    private static @Nullable String text(Value value) {
        return switch (value) {
            case Value.Str text -> text.string();
            case Value.Bool flag -> flag.toString();
            case Value.Int number -> number.toString();
            case Value.Dbl number -> GoFloat.plain(number.value());
            default -> null;
        };
    }

    private static Value of(@Nullable Object value) {
        return switch (value) {
            case null -> Value.empty();
            case String text -> Value.of(text);
            case Boolean flag -> Value.of(flag);
            case Long number -> Value.of(number);
            case Double number -> Value.of(number);
            case List<?> list ->
                    Value.Arr.of(list.stream().map(element -> of((Object) element)).toList());
            case Map<?, ?> map ->
                    Value.MapV.of(
                            map.entrySet().stream()
                                    .map(
                                            entry ->
                                                    KeyValue.of(
                                                            String.valueOf(entry.getKey()),
                                                            of((Object) entry.getValue())))
                                    .toList());
            default -> Value.of(String.valueOf(value));
        };
    }

    boolean matches(Attributes attributes) {
        for (Wanted each : wanted) {
            Value actual = attributes.get(each.key());
            if (actual == null || (each.value() != null && !each.value().test(actual))) {
                return false;
            }
        }
        return true;
    }
}
