// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.syntax;

import org.jspecify.annotations.Nullable;

/**
 * String literals as Go writes and reads them. See the <a
 * href="https://go.dev/ref/spec#String_literals">Go specification</a>.
 */
public final class Quoting {
    private Quoting() {}

    /** {@code text} between double quotes, with what cannot be printed escaped. */
    public static String quote(String text) {
        StringBuilder out = new StringBuilder(text.length() + 2).append('"');
        text.codePoints().forEach(point -> escape(out, point, '"'));
        return out.append('"').toString();
    }

    /** {@code character} between single quotes, escaped if it cannot be printed. */
    public static String quoteRune(String character) {
        StringBuilder out = new StringBuilder("'");
        character.codePoints().forEach(point -> escape(out, point, '\''));
        return out.append('\'').toString();
    }

    private static void escape(StringBuilder out, int point, char quote) {
        switch (point) {
            case '"', '\'' -> out.append(point == quote ? "\\" : "").append((char) point);
            case '\\' -> out.append("\\\\");
            case 0x07 -> out.append("\\a");
            case '\b' -> out.append("\\b");
            case '\f' -> out.append("\\f");
            case 0x0b -> out.append("\\v");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> {
                if (point < 0x20 || point == 0x7f) {
                    out.append("\\x%02x".formatted(point));
                } else if (isPrintable(point)) {
                    out.appendCodePoint(point);
                } else {
                    out.append((point < 0x10000 ? "\\u%04x" : "\\U%08x").formatted(point));
                }
            }
        }
    }

    /** Letters, marks, numbers, punctuation, symbols, and of the separators the space alone. */
    private static boolean isPrintable(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    false;
            case Character.SPACE_SEPARATOR -> point == ' ';
            default -> true;
        };
    }

    /** What a literal between double quotes means; null if an escape is malformed. */
    static @Nullable String unquote(String literal) {
        int backslash = literal.indexOf('\\');
        if (backslash < 0) {
            return literal.substring(1, literal.length() - 1);
        }
        Unquoter unquoter = new Unquoter(literal.substring(1, literal.length() - 1));
        return unquoter.read() ? unquoter.result() : null;
    }
}
