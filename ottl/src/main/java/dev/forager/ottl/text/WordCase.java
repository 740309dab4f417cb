// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.text;

/**
 * Spellings of names. Snake and camel case look at ASCII letters and digits only and take space,
 * underscore, minus and dot for the ends of words, as the library does that upstream uses.
 */
public enum WordCase {
    /** {@code some name}: each letter by itself, whatever the language. */
    LOWER {
        @Override
        public String apply(String text) {
            return mapped(text.codePoints().map(Character::toLowerCase).toArray());
        }
    },
    /** {@code SOME NAME}. */
    UPPER {
        @Override
        public String apply(String text) {
            return mapped(text.codePoints().map(Character::toUpperCase).toArray());
        }
    },
    /** {@code some_name}. */
    SNAKE {
        @Override
        public String apply(String text) {
            return snake(text.strip());
        }
    },
    /** {@code SomeName}. */
    CAMEL {
        @Override
        public String apply(String text) {
            return camel(text.strip());
        }
    };

    /** The text in this spelling. */
    public abstract String apply(String text);

    private static String mapped(int[] points) {
        return new String(points, 0, points.length);
    }

    private static boolean isUpper(char c) {
        return c >= 'A' && c <= 'Z';
    }

    private static boolean isLower(char c) {
        return c >= 'a' && c <= 'z';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isSeparator(char c) {
        return c == '_' || c == ' ' || c == '-' || c == '.';
    }

    private static char lower(char c) {
        return isUpper(c) ? (char) (c + ('a' - 'A')) : c;
    }

    private static String snake(String text) {
        StringBuilder out = new StringBuilder(text.length() + 4);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            char before = i > 0 ? text.charAt(i - 1) : 0;
            char after = i + 1 < text.length() ? text.charAt(i + 1) : 0;
            if (isUpper(c) && isLower(after) && isUpper(before)) {
                out.append('_'); // the last capital of JSONData begins a word
            }
            out.append(isSeparator(c) ? '_' : lower(c));
            if (endsWord(c, after)) {
                out.append('_');
            }
        }
        return out.toString();
    }

    private static boolean endsWord(char c, char after) {
        return (isLower(c) && (isUpper(after) || isDigit(after)))
                || (isUpper(c) && isDigit(after))
                || (isDigit(c) && (isUpper(after) || isLower(after)));
    }

    private static String camel(String text) {
        StringBuilder out = new StringBuilder(text.length());
        boolean starts = true;
        boolean afterCapital = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean capital = isUpper(c);
            if (capital || isLower(c)) {
                boolean raise = starts && !capital;
                boolean sink = !starts && capital && afterCapital;
                out.append(raise ? (char) (c - ('a' - 'A')) : sink ? lower(c) : c);
                starts = false;
            } else if (isDigit(c)) {
                out.append(c);
                starts = true;
            } else {
                starts = isSeparator(c);
            }
            afterCapital = capital;
        }
        return out.toString();
    }
}
