// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.connectors.distribution;

import dev.forager.pdata.Buckets;
import java.util.Arrays;

/**
 * The buckets of one sign: a window of counters that grows in both directions. Confined to its
 * owner.
 */
final class BucketRow {
    private static final int FIRST_CAPACITY = 4;

    private long[] counts = {};

    /** Where the window starts in the array, and which bucket that is. */
    private int start;

    private long lowest;

    private int size;

    boolean isEmpty() {
        return size == 0;
    }

    long byteSize() {
        return (long) Long.BYTES * counts.length;
    }

    /**
     * How often neighbours must be joined until bucket {@code index} has room beside the others.
     */
    int stepsToFit(long index, int maxBuckets) {
        if (size == 0) {
            return 0;
        }
        long low = Math.min(index, lowest);
        long high = Math.max(index, lowest + size - 1);
        int steps = 0;
        while (high - low >= maxBuckets) {
            low >>= 1;
            high >>= 1;
            steps++;
        }
        return steps;
    }

    /** Joins neighbours {@code steps} times. */
    void coarsen(int steps) {
        if (size == 0) {
            return;
        }
        long newLowest = lowest >> steps;
        int newSize = (int) (((lowest + size - 1) >> steps) - newLowest + 1);
        long[] joined = new long[Math.max(FIRST_CAPACITY, newSize)];
        for (int i = 0; i < size; i++) {
            joined[(int) (((lowest + i) >> steps) - newLowest)] += counts[start + i];
        }
        counts = joined;
        start = 0;
        lowest = newLowest;
        size = newSize;
    }

    /** Counts in a bucket that {@link #stepsToFit} found to fit. */
    void add(long index, long times, int maxBuckets) {
        if (size == 0) {
            counts = counts.length == 0 ? new long[FIRST_CAPACITY] : counts;
            start = counts.length / 2;
            lowest = index;
            size = 1;
        } else if (index < lowest || index >= lowest + size) {
            widen(index, maxBuckets);
        }
        counts[start + (int) (index - lowest)] += times;
    }

    private void widen(long index, int maxBuckets) {
        long low = Math.min(index, lowest);
        int newSize = (int) (Math.max(index, lowest + size - 1) - low + 1);
        long newStart = start - (lowest - low);
        if (newStart < 0 || newStart + newSize > counts.length) {
            newStart = move(newSize, (int) (lowest - low), maxBuckets);
        }
        start = (int) newStart;
        lowest = low;
        size = newSize;
    }

    /** Moves the window into an array with room on both sides; answers where the new one starts. */
    private int move(int newSize, int before, int maxBuckets) {
        int capacity = Math.max(newSize, (int) Math.min(2L * newSize, maxBuckets));
        long[] moved = new long[capacity];
        int newStart = (capacity - newSize) / 2;
        System.arraycopy(counts, start, moved, newStart + before, size);
        counts = moved;
        return newStart;
    }

    void writeTo(Buckets buckets) {
        buckets.offset(Math.clamp(lowest, Integer.MIN_VALUE, Integer.MAX_VALUE));
        buckets.bucketCounts().setAll(Arrays.copyOfRange(counts, start, start + size));
    }
}
