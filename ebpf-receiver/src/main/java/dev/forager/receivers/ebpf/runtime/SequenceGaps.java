// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.runtime;

import java.util.concurrent.atomic.LongAdder;

/**
 * Finds by their numbers how many events of a ring were lost. Programs number events for each CPU,
 * from 0, before they ask for room. Events are seen by one thread; {@link #missed} is thread-safe.
 */
final class SequenceGaps {
    /** As many as a kernel can have (CONFIG_NR_CPUS). */
    private static final int MOST_CPUS = 8192;

    private static final long SEQUENCE = 0xffff_ffffL;

    /** A number that is ahead by as much is behind. */
    private static final long HALF = 1L << 31;

    private final long[] expected = new long[MOST_CPUS];
    private final LongAdder missed = new LongAdder();

    /** An event that has come. */
    void see(int cpu, long sequence) {
        if (cpu < 0 || cpu >= MOST_CPUS) {
            return;
        }
        long gap = (sequence - expected[cpu]) & SEQUENCE;
        if (gap < HALF) {
            missed.add(gap);
            expected[cpu] = (sequence + 1) & SEQUENCE;
        } else {
            // An interrupt had its event between the number of this one and its room: not lost.
            missed.decrement();
        }
    }

    /** Events that were lost, as far as later ones of their CPU show. */
    long missed() {
        return missed.sum();
    }
}
