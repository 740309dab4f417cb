// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.cumulativetodelta;

/** What becomes of the first point of a series, which has none before it to compare with. */
public enum InitialValue {
    /** It is sent if the series began after the processor did, else it is the base only. */
    AUTO,
    /** It is sent as it is. */
    KEEP,
    /** It is the base only. */
    DROP;

    /** The constant of a configured word. */
    public static InitialValue parse(String word) {
        return switch (word) {
            case "auto" -> AUTO;
            case "keep" -> KEEP;
            case "drop" -> DROP;
            default -> throw new IllegalArgumentException("unknown initial_value: " + word);
        };
    }
}
