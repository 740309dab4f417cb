// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.filter;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Compiled names of the former filters. */
final class TextMatch {
    private TextMatch() {}

    /**
     * Whether a text is one of the names, or one of the expressions is found in it.
     *
     * @throws IllegalArgumentException if an expression is malformed
     */
    static Predicate<String> any(@Nullable MatchType type, List<String> names) {
        return switch (type) {
            case STRICT -> Set.copyOf(names)::contains;
            case EXPR -> throw MatchType.noExpressions();
            case null -> throw MatchType.missing();
            case REGEXP -> {
                List<Pattern> patterns = new ArrayList<>();
                for (String name : names) {
                    patterns.add(compile(name));
                }
                yield text -> patterns.stream().anyMatch(pattern -> pattern.matcher(text).find());
            }
        };
    }

    private static Pattern compile(String expression) {
        try {
            return Pattern.compile(expression);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "error parsing regexp: %s: `%s`".formatted(e.getDescription(), e.getPattern()),
                    e);
        }
    }
}
