// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.aggregation;

import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How the values of several data points become one. */
public enum AggregationType {
    /** The sum. */
    SUM,
    /** The arithmetic mean; whole for integers. */
    MEAN,
    /** The least. */
    MIN,
    /** The greatest. */
    MAX,
    /** The middle one, or the mean of the two in the middle. */
    MEDIAN,
    /** How many there are; a point that is alone keeps its value, as in the Go collector. */
    COUNT;

    /** The type of a configured word; null for a word that is none. */
    public static @Nullable AggregationType ofWord(String word) {
        return Arrays.stream(values())
                .filter(it -> it.word().equals(word))
                .findFirst()
                .orElse(null);
    }

    /** The word as configurations write it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
