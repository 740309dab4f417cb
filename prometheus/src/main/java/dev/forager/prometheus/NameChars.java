// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.prometheus;

/** The characters of names in the classic data model. Stateless. */
public final class NameChars {
    private NameChars() {}

    /** Letters and digits of ASCII. */
    static boolean isPlain(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || isDigit(c);
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** Whether every Prometheus knows this name of a metric; a colon is for metrics only. */
    public static boolean isClassic(String name, boolean isMetric) {
        if (name.isEmpty() || isDigit(name.charAt(0))) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (!isPlain(c) && c != '_' && !(isMetric && c == ':')) {
                return false;
            }
        }
        return true;
    }

    static boolean endsInUnderscore(StringBuilder text) {
        return !text.isEmpty() && text.charAt(text.length() - 1) == '_';
    }

    static boolean isUnderscores(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) != '_') {
                return false;
            }
        }
        return true;
    }
}
