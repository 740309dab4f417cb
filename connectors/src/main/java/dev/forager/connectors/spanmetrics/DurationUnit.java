// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.connectors.spanmetrics;

import java.util.Locale;

/** The unit of the duration metric. */
public enum DurationUnit {
    /** Milliseconds. */
    MS(1_000_000),
    /** Seconds. */
    S(1_000_000_000);

    private final long nanos;

    DurationUnit(long nanos) {
        this.nanos = nanos;
    }

    /**
     * The unit of this name, in any case.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static DurationUnit parse(String text) {
        String word = text.toLowerCase(Locale.ROOT);
        for (DurationUnit unit : values()) {
            if (unit.toString().equals(word)) {
                return unit;
            }
        }
        throw new IllegalArgumentException(
                "unknown Unit \"%s\", allowed units are \"ms\" and \"s\"".formatted(word));
    }

    /** How many nanoseconds one unit has. */
    public long nanos() {
        return nanos;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
