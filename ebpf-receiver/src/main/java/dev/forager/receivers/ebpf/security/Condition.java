// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.security;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.forager.pdata.Value;
import dev.forager.pipeline.config.Validation;
import dev.forager.receivers.ebpf.emit.NearestWord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a rule asks of one attribute. Immutable.
 *
 * @param key of the attribute
 * @param texts that the value may be; what is no expression but a text is compared, since each
 *     event is held against all rules and most of them ask for another kind
 * @param patterns which may match the whole value
 */
record Condition(String key, Set<String> texts, List<Pattern> patterns) {
    private static final String OPERATORS = "\\.[]{}()*+?^$|";

    Condition {
        texts = Set.copyOf(texts);
        patterns = List.copyOf(patterns);
    }

    /**
     * The conditions of a section {@code match}, the cheap ones first.
     *
     * @throws dev.forager.pipeline.config.InvalidConfigException at the key that makes no sense
     */
    static List<Condition> all(Map<String, Object> match) {
        List<Condition> conditions = new ArrayList<>();
        Validation.requireAll(
                match.entrySet().stream()
                        .map(each -> () -> conditions.add(of(each.getKey(), each.getValue()))));
        conditions.sort(Comparator.comparingInt(each -> each.patterns.size()));
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
        Set<String> texts = new HashSet<>();
        List<Pattern> patterns = new ArrayList<>();
        List<?> values = value instanceof List<?> list ? list : List.of(value);
        Validation.require(!values.isEmpty(), at, "an empty list (expected: at least one value)");
        Validation.requireAll(
                IntStream.range(0, values.size())
                        .mapToObj(
                                i -> {
                                    String place =
                                            value instanceof List<?>
                                                    ? "%s::[%d]".formatted(at, i)
                                                    : at;
                                    return () -> add(key, place, values.get(i), texts, patterns);
                                }));
        return new Condition(key, texts, patterns);
    }

    private static void add(
            String key,
            String at,
            @Nullable Object value,
            Set<String> texts,
            List<Pattern> patterns) {
        boolean isScalar =
                value instanceof String || value instanceof Number || value instanceof Boolean;
        Validation.require(isScalar, at, "%s (expected: a text or a list)".formatted(value));
        String text = String.valueOf(value);
        Pattern pattern = pattern(key, at, text);
        if (isText(text)) {
            texts.add(text);
        } else {
            patterns.add(pattern);
        }
    }

    private static boolean isText(String expression) {
        return expression.chars().noneMatch(each -> OPERATORS.indexOf(each) >= 0);
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
        if (texts.contains(text)) {
            return true;
        }
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
