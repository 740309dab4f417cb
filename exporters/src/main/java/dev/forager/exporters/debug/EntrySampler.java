// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.debug;

import java.util.function.LongSupplier;

/**
 * Thins out entries with the same text: in each second the first few are kept, then every n-th.
 * Texts share a fixed number of counters by their hash, as in the Go collector, so memory is
 * bounded and two texts may rarely be taken for one. Thread-safe.
 */
final class EntrySampler {
    private static final int COUNTERS = 4096;
    private static final long SECOND_NANOS = 1_000_000_000;

    private final int initial;
    private final int thereafter;
    private final LongSupplier nanoTime;
    private final long[] began = new long[COUNTERS];
    private final int[] counts = new int[COUNTERS];

    EntrySampler(int initial, int thereafter, LongSupplier nanoTime) {
        this.initial = initial;
        this.thereafter = thereafter;
        this.nanoTime = nanoTime;
    }

    /** Whether this entry is to be printed. */
    boolean keeps(String text) {
        int count = count(Math.floorMod(text.hashCode(), COUNTERS));
        if (count <= initial) {
            return true;
        }
        return thereafter > 0 && (count - initial) % thereafter == 0;
    }

    private synchronized int count(int index) {
        long now = nanoTime.getAsLong();
        if (counts[index] == 0 || now - began[index] >= SECOND_NANOS) {
            began[index] = now;
            counts[index] = 0;
        }
        return ++counts[index];
    }
}
