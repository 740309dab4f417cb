// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.filter;

import java.util.ArrayList;
import java.util.List;

/** Cuts an expression into tokens: names, operators, and texts without their quotes. */
final class MetricTokens {
    /** What texts begin with, to tell them from names; no token of another kind does. */
    static final String TEXT = "\"";

    private static final String OPERATORS = "()[],!<>";

    private MetricTokens() {}

    /**
     * The tokens.
     *
     * @throws IllegalArgumentException at a character that begins none
     */
    static List<String> of(String text) {
        List<String> tokens = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            int from = at;
            if (Character.isWhitespace(c)) {
                at++;
                continue;
            }
            if (c == '\'' || c == '"' || c == '`') {
                at = endOfText(text, at);
                tokens.add(TEXT + unquoted(text.substring(from + 1, at - 1), c));
                continue;
            }
            at = Character.isLetter(c) ? endOfName(text, at) : endOfOperator(text, at);
            tokens.add(text.substring(from, at));
        }
        return tokens;
    }

    private static int endOfName(String text, int from) {
        int at = from;
        while (at < text.length() && Character.isLetterOrDigit(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private static int endOfOperator(String text, int from) {
        String two = text.substring(from, Math.min(text.length(), from + 2));
        if (List.of("==", "!=", "<=", ">=", "&&", "||").contains(two)) {
            return from + 2;
        }
        if (OPERATORS.indexOf(text.charAt(from)) >= 0) {
            return from + 1;
        }
        throw new IllegalArgumentException(
                "expression %s: unexpected character %s".formatted(text, text.charAt(from)));
    }

    private static int endOfText(String text, int from) {
        char quote = text.charAt(from);
        for (int at = from + 1; at < text.length(); at++) {
            if (text.charAt(at) == quote) {
                return at + 1;
            }
            if (text.charAt(at) == '\\' && quote != '`') {
                at++;
            }
        }
        throw new IllegalArgumentException("expression %s: literal not terminated".formatted(text));
    }

    private static String unquoted(String inner, char quote) {
        if (quote == '`' || inner.indexOf('\\') < 0) {
            return inner;
        }
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < inner.length(); i++) {
            char c = inner.charAt(i);
            if (c != '\\') {
                out.append(c);
                continue;
            }
            char escaped = inner.charAt(++i);
            switch (escaped) {
                case 'n' -> out.append('\n');
                case 't' -> out.append('\t');
                case 'r' -> out.append('\r');
                case '\\', '\'', '"' -> out.append(escaped);
                default ->
                        throw new IllegalArgumentException(
                                "expression text %s: unable to unescape \\%s"
                                        .formatted(inner, escaped));
            }
        }
        return out.toString();
    }
}
