// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.emit;

/**
 * A metric as the semantic conventions, or for names under {@code ebpf.} the receiver's README,
 * describe it. Immutable.
 *
 * @param kind how its points aggregate
 * @param name its name
 * @param unit UCUM
 * @param description one sentence with a full stop
 */
public record Instrument(Kind kind, String name, String unit, String description) {
    /** How points aggregate. */
    public enum Kind {
        /** A cumulative monotonic sum. */
        COUNTER,
        /** A cumulative sum that goes down too. */
        UP_DOWN_COUNTER,
        /** A last value. */
        GAUGE,
        /** A cumulative exponential histogram. */
        HISTOGRAM,
        /** A cumulative histogram whose bounds are given. */
        BUCKETS
    }

    /** A counter. */
    public static Instrument counter(String name, String unit, String description) {
        return new Instrument(Kind.COUNTER, name, unit, description);
    }

    /** A sum that goes up and down. */
    public static Instrument upDownCounter(String name, String unit, String description) {
        return new Instrument(Kind.UP_DOWN_COUNTER, name, unit, description);
    }

    /** A gauge. */
    public static Instrument gauge(String name, String unit, String description) {
        return new Instrument(Kind.GAUGE, name, unit, description);
    }

    /** A histogram of durations in seconds. */
    public static Instrument durations(String name, String description) {
        return new Instrument(Kind.HISTOGRAM, name, "s", description);
    }
}
