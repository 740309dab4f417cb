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
    /** More than what reading two clocks differs by from one time to the next (chosen). */
    private static final long CORRECTION_NS = 50_000_000;

    private final InstantSource wall;
    private final LongSupplier monotonic;
    private long offset;
    private boolean hasOffset;

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

    /**
     * What the wall clock showed at a monotonic time: always the same for the same time, or each
     * collection would begin its series anew, unless the wall clock was corrected meanwhile.
     */
    public synchronized long unixNanos(long monotonicNs) {
        long now = unixNanos() - monotonicNs();
        if (!hasOffset || Math.abs(now - offset) > CORRECTION_NS) {
            offset = now;
            hasOffset = true;
        }
        return offset + monotonicNs;
    }
}
