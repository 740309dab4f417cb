// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.metricsgeneration;

import java.util.Locale;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** What is calculated. */
enum Arithmetic {
    ADD,
    SUBTRACT,
    MULTIPLY,
    DIVIDE,
    PERCENT;

    /** The operation of a configured word; null for one that is none. */
    static @Nullable Arithmetic ofWord(String word) {
        for (Arithmetic each : values()) {
            if (each.name().toLowerCase(Locale.ROOT).equals(word)) {
                return each;
            }
        }
        return null;
    }

    /** The result; none for a division by zero. */
    OptionalDouble of(double first, double second) {
        return switch (this) {
            case ADD -> OptionalDouble.of(first + second);
            case SUBTRACT -> OptionalDouble.of(first - second);
            case MULTIPLY -> OptionalDouble.of(first * second);
            case DIVIDE -> second == 0 ? OptionalDouble.empty() : OptionalDouble.of(first / second);
            case PERCENT ->
                    second == 0 ? OptionalDouble.empty() : OptionalDouble.of(first / second * 100);
        };
    }
}
