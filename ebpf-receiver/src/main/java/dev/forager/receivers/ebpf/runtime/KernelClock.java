// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * Turns the kernel's monotonic time, which is also that of {@link System#nanoTime} on Linux, and
 * its time since boot into wall clock time, by what the clocks show now: a corrected wall clock is
 * followed. What happened earlier is earlier here too, now included. Thread-safe.
 */
public final class KernelClock {
    /** More than what reading two clocks differs by from one time to the next (chosen). */
    private static final long CORRECTION_NS = 50_000_000;

    /** A thread may be interrupted between two clocks: the quickest look counts (chosen). */
    private static final int LOOKS = 5;

    private final InstantSource wall;
    private final LongSupplier monotonic;
    private final LongSupplier sinceBoot;
    private long offset;
    private long sleptNs;
    private boolean hasOffset;

    /** A clock of the system's monotonic time. */
    public KernelClock(InstantSource wall) {
        this(wall, System::nanoTime, KernelClock::uptimeNs);
    }

    /** A clock of a host that never slept. */
    public KernelClock(InstantSource wall, LongSupplier monotonic) {
        this(wall, monotonic, monotonic);
    }

    KernelClock(InstantSource wall, LongSupplier monotonic, LongSupplier sinceBoot) {
        this.wall = wall;
        this.monotonic = monotonic;
        this.sinceBoot = sinceBoot;
    }

    private static long uptimeNs() {
        try {
            String text = Files.readString(Path.of("/proc/uptime")).split(" ", 2)[0];
            return (long) (Double.parseDouble(text) * 1e9);
        } catch (IOException | NumberFormatException e) {
            return System.nanoTime();
        }
    }

    /** Monotonic time now, in ns. */
    public long monotonicNs() {
        return monotonic.getAsLong();
    }

    /** Wall clock time now, in ns since 1970. */
    public long unixNanos() {
        return unixNanos(monotonicNs());
    }

    /**
     * What the wall clock showed at a monotonic time: always the same for the same time, or each
     * collection would begin its series anew, unless the wall clock was corrected meanwhile.
     */
    public synchronized long unixNanos(long monotonicNs) {
        if (!hasOffset || isCorrected(wallNanos() - monotonicNs())) {
            measure();
        }
        return offset + monotonicNs;
    }

    /** What the wall clock showed at a time since boot, which goes on while the host sleeps. */
    public synchronized long unixNanosSinceBoot(long bootNs) {
        unixNanos();
        return offset + bootNs - sleptNs;
    }

    private boolean isCorrected(long measured) {
        return Math.abs(measured - offset) > CORRECTION_NS;
    }

    private void measure() {
        long quickest = Long.MAX_VALUE;
        long measured = 0;
        for (int i = 0; i < LOOKS; i++) {
            long before = monotonicNs();
            long now = wallNanos();
            long took = monotonicNs() - before;
            if (took < quickest) {
                quickest = took;
                measured = now - before - took / 2;
            }
        }
        if (!hasOffset || isCorrected(measured)) {
            offset = measured;
            hasOffset = true;
            long slept = sinceBoot.getAsLong() - monotonicNs();
            sleptNs = slept > CORRECTION_NS ? slept : 0;
        }
    }

    private long wallNanos() {
        Instant now = wall.instant();
        return now.getEpochSecond() * 1_000_000_000L + now.getNano();
    }
}
