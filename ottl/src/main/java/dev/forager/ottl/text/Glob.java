// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.text;

import com.google.re2j.Pattern;

/**
 * A glob that a whole text must match: {@code *} for anything, {@code ?} for one character, {@code
 * [abc]}, {@code [a-z]}, {@code [!a-z]}, {@code {one,other}}, a backslash before what means itself.
 * No character is a separator. Becomes a regular expression of RE2, so it takes time linear in the
 * text. Immutable.
 */
public final class Glob {
    private final Pattern pattern;

    private Glob(Pattern pattern) {
        this.pattern = pattern;
    }

    /**
     * Reads a glob.
     *
     * @throws IllegalArgumentException if a bracket or brace is not closed
     */
    public static Glob of(String text) {
        return new Glob(Pattern.compile(new Translation(text).translate(), Pattern.DOTALL));
    }

    /** Whether it matches a whole text. */
    public boolean matches(String text) {
        return pattern.matcher(text).matches();
    }

    /** Reads a glob and writes an expression. */
    private static final class Translation {
        private final String glob;
        private final StringBuilder out = new StringBuilder();
        private int at;
        private int braces;

        Translation(String glob) {
            this.glob = glob;
        }

        String translate() {
            while (at < glob.length()) {
                step(next());
            }
            if (braces > 0) {
                throw unclosed("{");
            }
            return out.toString();
        }

        private int next() {
            int point = glob.codePointAt(at);
            at += Character.charCount(point);
            return point;
        }

        private void step(int point) {
            switch (point) {
                case '*' -> out.append(".*");
                case '?' -> out.append('.');
                case '[' -> set();
                case '{' -> {
                    braces++;
                    out.append("(?:");
                }
                case '}' -> close();
                case ',' -> out.append(braces > 0 ? "|" : ",");
                case '\\' -> {
                    if (at == glob.length()) {
                        throw new IllegalArgumentException("backslash at the end of a glob");
                    }
                    literal(next());
                }
                default -> literal(point);
            }
        }

        private void close() {
            if (braces == 0) {
                literal('}');
            } else {
                braces--;
                out.append(')');
            }
        }

        private void literal(int point) {
            out.append(Pattern.quote(Character.toString(point)));
        }

        private void set() {
            out.append('[');
            if (at < glob.length() && glob.charAt(at) == '!') {
                at++;
                out.append('^');
            }
            int start = at;
            while (at < glob.length() && (glob.charAt(at) != ']' || at == start)) {
                member(next(), at - 1 == start);
            }
            if (at == glob.length()) {
                throw unclosed("[");
            }
            at++;
            out.append(']');
        }

        /** A minus between two members makes a range. */
        private void member(int point, boolean first) {
            boolean range = point == '-' && !first && at < glob.length() && glob.charAt(at) != ']';
            if (point == '\\' && at < glob.length()) {
                out.append('\\').appendCodePoint(next());
            } else if (range) {
                out.append('-');
            } else {
                out.append(Character.isLetterOrDigit(point) || point > 0x7f ? "" : "\\")
                        .appendCodePoint(point);
            }
        }

        private IllegalArgumentException unclosed(String bracket) {
            return new IllegalArgumentException(
                    "unexpected end of input: \"%s\" is not closed in \"%s\""
                            .formatted(bracket, glob));
        }
    }
}
