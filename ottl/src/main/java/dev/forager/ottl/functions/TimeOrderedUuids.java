// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.functions;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoField;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * Makes UUIDs of version 7 as <a href="https://www.rfc-editor.org/rfc/rfc9562#section-5.7">RFC
 * 9562</a> has them, with the fraction of the millisecond in the twelve bits behind it (section
 * 6.2, method 3), so that those of one process sort by time. Thread-safe if the source of random
 * numbers is.
 */
final class TimeOrderedUuids {
    private static final long VERSION = 0x7000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;
    private static final int NANOS_PER_MILLI = 1_000_000;

    private final InstantSource clock;
    private final RandomGenerator random;

    TimeOrderedUuids(InstantSource clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    UUID next() {
        Instant now = clock.instant();
        long fraction =
                (now.get(ChronoField.NANO_OF_SECOND) % NANOS_PER_MILLI) * 4096L / NANOS_PER_MILLI;
        return new UUID(
                now.toEpochMilli() << 16 | VERSION | fraction, VARIANT | random.nextLong() >>> 2);
    }
}
