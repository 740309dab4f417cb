// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.security;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.forager.pdata.Value;
import dev.forager.pipeline.config.Validation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a rule asks of one attribute. Immutable.
 *
 * @param key of the attribute
 * @param patterns one of which must match the whole value
 */
record Condition(String key, List<Pattern> patterns) {
    Condition {
        patterns = List.copyOf(patterns);
    }

    /**
     * The conditions of a section {@code match}.
     *
     * @throws dev.forager.pipeline.config.InvalidConfigException at the key that makes no sense
     */
    static List<Condition> all(Map<String, Object> match) {
        List<Condition> conditions = new ArrayList<>();
        match.forEach((key, value) -> conditions.add(of(key, value)));
        return conditions;
    }

    private static Condition of(String key, Object value) {
        String at = "match::" + key;
        Validation.require(
                MatchKeys.ALL.contains(key),
                at,
                "unknown key%s (expected: one of %s)"
                        .formatted(
                                NearestWord.hint(key, MatchKeys.ALL),
                                String.join(", ", MatchKeys.ALL)));
        List<Pattern> patterns = new ArrayList<>();
        List<?> values = value instanceof List<?> list ? list : List.of(value);
        Validation.require(!values.isEmpty(), at, "an empty list (expected: at least one value)");
        for (Object each : values) {
            boolean isScalar =
                    each instanceof String || each instanceof Number || each instanceof Boolean;
            Validation.require(isScalar, at, "%s (expected: a text or a list)".formatted(each));
            patterns.add(pattern(key, at, each.toString()));
        }
        return new Condition(key, patterns);
    }

    private static Pattern pattern(String key, String at, String text) {
        if (key.equals(MatchKeys.EVENT)) {
            Validation.require(
                    SecurityKind.of(text) != null,
                    at,
                    "unknown event \"%s\"%s (expected: one of %s)"
                            .formatted(
                                    text,
                                    NearestWord.hint(text, SecurityKind.words()),
                                    String.join(", ", SecurityKind.words())));
        }
        try {
            return Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            Validation.require(
                    false,
                    at,
                    "\"%s\" (expected: an RE2 expression; %s)".formatted(text, e.getMessage()));
            throw e;
        }
    }

    /** Whether a value fulfils it; an absent one does not. */
    boolean holds(@Nullable Value value) {
        if (value == null) {
            return false;
        }
        String text = text(value);
        for (Pattern each : patterns) {
            if (each.matches(text)) {
                return true;
            }
        }
        return false;
    }

    private static String text(Value value) {
        return switch (value) {
            case Value.Arr list ->
                    list.values().stream().map(Condition::text).collect(Collectors.joining(" "));
            default -> value.toString();
        };
    }
}
