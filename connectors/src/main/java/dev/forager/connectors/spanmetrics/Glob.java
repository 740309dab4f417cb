// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.connectors.spanmetrics;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/**
 * A pattern of attribute names: {@code *} is any run without dots, {@code **} any run, {@code ?}
 * one character but a dot, {@code [abc]}, {@code [!abc]} and {@code [a-z]} one of these, {@code
 * {a,b}} either, and a backslash takes the next character as it is. Compiled to an RE2 expression,
 * so that matching takes linear time. Immutable.
 *
 * @see <a href="https://github.com/gobwas/glob">gobwas/glob</a>
 */
final class Glob {
    private static final String SPECIAL = "\\.+*?()|[]{}^$";

    private final String text;
    private final Pattern pattern;

    private Glob(String text, Pattern pattern) {
        this.text = text;
        this.pattern = pattern;
    }

    /**
     * A pattern.
     *
     * @throws IllegalArgumentException when brackets or braces do not close
     */
    static Glob compile(String text) {
        try {
            return new Glob(text, Pattern.compile(new Translation(text).regex()));
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(e.getDescription(), e);
        }
    }

    boolean matches(String name) {
        return pattern.matches(name);
    }

    @Override
    public String toString() {
        return text;
    }

    /** Reads a glob from left to right. */
    private static final class Translation {
        private final String glob;
        private final StringBuilder out = new StringBuilder("(?s)");
        private int at;
        private int braces;

        Translation(String glob) {
            this.glob = glob;
        }

        String regex() {
            while (at < glob.length()) {
                take(glob.charAt(at++));
            }
            if (braces > 0) {
                throw new IllegalArgumentException("unexpected end of input: a { has no }");
            }
            return out.toString();
        }

        private void take(char c) {
            switch (c) {
                case '*' -> star();
                case '?' -> out.append("[^.]");
                case '[' -> charClass();
                case '{' -> {
                    braces++;
                    out.append("(?:");
                }
                case '}' -> {
                    if (braces == 0) {
                        throw new IllegalArgumentException("unexpected } (expected: a { before)");
                    }
                    braces--;
                    out.append(')');
                }
                case ',' -> out.append(braces > 0 ? '|' : ',');
                case '\\' -> literal(at < glob.length() ? glob.charAt(at++) : '\\');
                default -> literal(c);
            }
        }

        private void star() {
            boolean isDouble = at < glob.length() && glob.charAt(at) == '*';
            at += isDouble ? 1 : 0;
            out.append(isDouble ? ".*" : "[^.]*");
        }

        private void charClass() {
            int end = glob.indexOf(']', at + 1);
            if (end < 0) {
                throw new IllegalArgumentException("unexpected end of input: a [ has no ]");
            }
            boolean isNegated = glob.charAt(at) == '!';
            String members = glob.substring(isNegated ? at + 1 : at, end);
            out.append(isNegated ? "[^" : "[");
            for (int i = 0; i < members.length(); i++) {
                char c = members.charAt(i);
                if (c == '-' && i > 0 && i < members.length() - 1) {
                    out.append('-');
                } else {
                    out.append(c == '-' || c == '[' || c == '^' || c == '\\' ? "\\" : "").append(c);
                }
            }
            out.append(']');
            at = end + 1;
        }

        private void literal(char c) {
            out.append(SPECIAL.indexOf(c) >= 0 ? "\\" : "").append(c);
        }
    }
}
