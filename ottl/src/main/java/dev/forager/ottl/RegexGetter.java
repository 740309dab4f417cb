// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.forager.ottl.syntax.Quoting;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * An argument that is a regular expression of RE2, which takes time linear in the text. A constant
 * one is compiled at load and must be right; others are compiled when they come, and a few of them
 * kept.
 */
public final class RegexGetter {
    /** Expressions kept for an argument that is not constant (chosen). */
    private static final int KEPT = 32;

    /** The longest that an item may bring (chosen): reading one takes time by its square. */
    private static final int MAX_LENGTH = 16_384;

    private final String function;
    private final StringGetter source;
    private final @Nullable Pattern constant;
    private final ConcurrentMap<String, Pattern> recent = new ConcurrentHashMap<>();

    RegexGetter(String function, StringGetter source) {
        this.function = function;
        this.source = source;
        String text = source.constant();
        this.constant = text == null ? null : compile(text);
    }

    private Pattern compile(String text) {
        try {
            return Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            String why =
                    "error parsing regexp: %s: `%s`".formatted(e.getDescription(), e.getPattern());
            throw new IllegalArgumentException(complaint(function, text, why), e);
        }
    }

    /** What is said of a pattern that cannot be read, a glob and a grok pattern too. */
    public static String complaint(String function, String pattern, @Nullable String why) {
        return "the regex pattern supplied to %s '%s' is not a valid pattern: %s"
                .formatted(function, Quoting.quote(pattern), why);
    }

    /** The expression for the item that the cursor stands on. */
    public Pattern get(Cursor cursor) throws EvaluationException {
        if (constant != null) {
            return constant;
        }
        String text = text(cursor);
        Pattern known = recent.get(text);
        return known != null ? known : remember(text);
    }

    /** Refuses what is too long for a pattern that an item brings. */
    public static String bounded(String pattern) throws EvaluationException {
        if (pattern.length() > MAX_LENGTH) {
            throw new EvaluationException(
                    "pattern of %d characters (expected: at most %d)"
                            .formatted(pattern.length(), MAX_LENGTH));
        }
        return pattern;
    }

    private String text(Cursor cursor) throws EvaluationException {
        try {
            return bounded(source.get(cursor));
        } catch (EvaluationException e) {
            throw new EvaluationException(complaint(function, "", e.getMessage()));
        }
    }

    private Pattern remember(String text) throws EvaluationException {
        if (recent.size() >= KEPT) {
            recent.clear();
        }
        try {
            Pattern pattern = compile(text);
            recent.put(text, pattern);
            return pattern;
        } catch (IllegalArgumentException e) {
            throw new EvaluationException(String.valueOf(e.getMessage()));
        }
    }

    /** The expression of a constant argument; null for any other. */
    public @Nullable Pattern constant() {
        return constant;
    }
}
