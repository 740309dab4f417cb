// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.text;

import dev.forager.ottl.EvaluationException;
import dev.forager.ottl.syntax.Quoting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Text such as {@code a=1 b="two words"}: single and double quotes keep delimiters together and are
 * taken off, a backslash keeps the quote that follows from ending anything.
 */
public final class KeyValuePairs {
    private KeyValuePairs() {}

    /**
     * Checks what stands between keys and values and between pairs.
     *
     * @throws IllegalArgumentException if one is empty, or they are equal
     */
    public static void checkDelimiters(String delimiter, String pairDelimiter) {
        if (delimiter.isEmpty()) {
            throw new IllegalArgumentException("delimiter cannot be set to an empty string");
        }
        if (pairDelimiter.isEmpty()) {
            throw new IllegalArgumentException("pair delimiter cannot be set to an empty string");
        }
        if (pairDelimiter.equals(delimiter)) {
            throw new IllegalArgumentException(
                    "pair delimiter \"%s\" cannot be equal to delimiter \"%s\""
                            .formatted(pairDelimiter, delimiter));
        }
    }

    /** The pairs of a text in their order; of a key that repeats, the last value. */
    public static Map<String, String> read(String text, String delimiter, String pairDelimiter)
            throws EvaluationException {
        Map<String, String> pairs = new LinkedHashMap<>();
        StringBuilder problems = new StringBuilder();
        for (String pair : split(text, pairDelimiter)) {
            int at = pair.indexOf(delimiter);
            if (at < 0) {
                problems.append(problems.isEmpty() ? "" : "; ")
                        .append(
                                "cannot split %s into 2 items, got 1 item(s)"
                                        .formatted(Quoting.quote(pair)));
            } else {
                pairs.put(
                        pair.substring(0, at).strip(),
                        pair.substring(at + delimiter.length()).strip());
            }
        }
        if (!problems.isEmpty()) {
            throw new EvaluationException("failed to split pairs into key-values: " + problems);
        }
        return pairs;
    }

    private static List<String> split(String text, String delimiter) throws EvaluationException {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        char quote = 0;
        boolean escaped = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote == 0 && text.startsWith(delimiter, i)) {
                add(part, parts);
                i += delimiter.length() - 1;
                continue;
            }
            boolean opens = quote == 0 && (c == '"' || c == '\'');
            if (!escaped && (opens || c == quote)) {
                quote = opens ? c : 0;
                continue;
            }
            escaped = !escaped && c == '\\';
            part.append(c);
        }
        if (quote != 0) {
            throw new EvaluationException(
                    "splitting source %s into pairs failed: never reached the end of a quoted value"
                            .formatted(Quoting.quote(text)));
        }
        add(part, parts);
        return parts;
    }

    private static void add(StringBuilder part, List<String> parts) {
        if (!part.isEmpty()) {
            parts.add(part.toString());
            part.setLength(0);
        }
    }
}
