// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.debug;

import dev.forager.pipeline.config.Capitalized;
import java.util.Locale;

/** How much of the telemetry is printed. */
@Capitalized
public enum Verbosity {
    /** One line with counts for each request. */
    BASIC,
    /** One line for each item. */
    NORMAL,
    /** Every field. */
    DETAILED;

    /**
     * Reads a word in any case.
     *
     * @throws IllegalArgumentException with the Go collector's text when it is none of the three
     */
    public static Verbosity parse(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "basic" -> BASIC;
            case "normal" -> NORMAL;
            case "detailed" -> DETAILED;
            case "none" ->
                    throw new IllegalArgumentException("verbosity level \"None\" is not supported");
            default ->
                    throw new IllegalArgumentException(
                            "unknown metrics level \"%s\"".formatted(text));
        };
    }
}
