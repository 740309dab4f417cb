// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.filter;

/** How names and values of the former filters are compared. */
public enum MatchType {
    /** They are equal. */
    STRICT,
    /** A regular expression of RE2 is found. */
    REGEXP;

    /**
     * The type of a name.
     *
     * @throws IllegalArgumentException if there is none; {@code expr} is a language of its own that
     *     OTTL has replaced
     */
    public static MatchType parse(String name) {
        return switch (name) {
            case "strict" -> STRICT;
            case "regexp" -> REGEXP;
            case "expr" ->
                    throw new IllegalArgumentException(
                            "match_type expr is not supported: write the expressions as conditions"
                                    + " of OTTL in metric_conditions or log_conditions");
            default ->
                    throw new IllegalArgumentException(
                            "unrecognized match_type: '%s', valid types are: [regexp strict]"
                                    .formatted(name));
        };
    }
}
