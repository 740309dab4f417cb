// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.runtime;

import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * Turns the kernel's monotonic time, which is also that of {@link System#nanoTime} on Linux, into
 * wall clock time by what both show now: a corrected wall clock is followed. Thread-safe.
 */
public final class KernelClock {
    private final InstantSource wall;
    private final LongSupplier monotonic;

    /** A clock of the system's monotonic time. */
    public KernelClock(InstantSource wall) {
        this(wall, System::nanoTime);
    }

    /** A clock of these. */
    public KernelClock(InstantSource wall, LongSupplier monotonic) {
        this.wall = wall;
        this.monotonic = monotonic;
    }

    /** Monotonic time now, in ns. */
    public long monotonicNs() {
        return monotonic.getAsLong();
    }

    /** Wall clock time now, in ns since 1970. */
    public long unixNanos() {
        Instant now = wall.instant();
        return now.getEpochSecond() * 1_000_000_000L + now.getNano();
    }

    /** What the wall clock showed at a monotonic time. */
    public long unixNanos(long monotonicNs) {
        return unixNanos() - (monotonicNs() - monotonicNs);
    }
}
