// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.filter;

/** How names and values of the former filters are compared. */
public enum MatchType {
    /** They are equal. */
    STRICT,
    /** A regular expression of RE2 is found. */
    REGEXP,
    /** Expressions on data points hold; of metrics alone. */
    EXPR;

    /** The complaint where a text is to be compared by expressions. */
    static IllegalArgumentException noExpressions() {
        return unrecognized("expr");
    }

    /** The complaint where a text is to be compared and it was not said how. */
    static IllegalArgumentException missing() {
        return unrecognized("");
    }

    private static IllegalArgumentException unrecognized(String name) {
        return new IllegalArgumentException(
                "unrecognized match_type: '%s', valid types are: [regexp strict]".formatted(name));
    }

    /**
     * The type of a name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static MatchType parse(String name) {
        return switch (name) {
            case "strict" -> STRICT;
            case "regexp" -> REGEXP;
            case "expr" -> EXPR;
            default -> throw unrecognized(name);
        };
    }
}
