// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.prometheus;

/** Timestamps. Stateless. */
public final class Times {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private Times() {}

    /** Nanoseconds of OTLP, unsigned, as the milliseconds of Prometheus. */
    public static long millis(long nanos) {
        return Long.divideUnsigned(nanos, NANOS_PER_MILLI);
    }
}
