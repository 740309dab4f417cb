// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus.scrape;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Lines by their bytes, which are looked up without making an object of them: open addressing.
 * Confined to the loop of its target.
 */
final class LineTable {
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long MULTIPLIER = 0x9e3779b97f4a7c15L;
    private static final int SMALLEST = 64;

    /** What a line costs beside its text: measured, roughly. */
    private static final int BYTES_PER_LINE = 300;

    private @Nullable SeriesLine[] slots = new @Nullable SeriesLine[SMALLEST];
    private int size;
    private long bytes;

    int size() {
        return size;
    }

    /** About what all lines cost. */
    long bytes() {
        return bytes;
    }

    /** About what a line costs. */
    static long bytes(byte[] key) {
        return 2L * key.length + BYTES_PER_LINE;
    }

    static int hash(byte[] bytes, int start, int end) {
        long hash = (long) end - start;
        int at = start;
        for (; at + Long.BYTES <= end; at += Long.BYTES) {
            hash = (hash ^ (long) LONG.get(bytes, at)) * MULTIPLIER;
            hash ^= hash >>> 29;
        }
        for (; at < end; at++) {
            hash = (hash ^ bytes[at]) * MULTIPLIER;
        }
        return (int) (hash ^ (hash >>> 32));
    }

    @Nullable SeriesLine get(byte[] bytes, int start, int end, int hash) {
        int mask = slots.length - 1;
        for (int i = hash & mask; ; i = (i + 1) & mask) {
            SeriesLine line = slots[i];
            if (line == null) {
                return null;
            }
            if (line.hash == hash
                    && Arrays.equals(bytes, start, end, line.key, 0, line.key.length)) {
                return line;
            }
        }
    }

    /** Adds a line that is not there yet. */
    void add(SeriesLine line) {
        if (2 * (size + 1) > slots.length) {
            refill(2 * slots.length, _ -> false);
        }
        place(line);
    }

    private void place(SeriesLine line) {
        int mask = slots.length - 1;
        int at = line.hash & mask;
        while (slots[at] != null) {
            at = (at + 1) & mask;
        }
        slots[at] = line;
        size++;
        bytes += bytes(line.key);
    }

    /** Takes lines out. */
    void removeIf(Predicate<SeriesLine> condition) {
        refill(slots.length, condition);
        int fitting = Math.max(SMALLEST, Integer.highestOneBit(Math.max(1, size)) * 4);
        if (fitting < slots.length / 4) {
            refill(fitting, _ -> false);
        }
    }

    private void refill(int capacity, Predicate<SeriesLine> isUnwanted) {
        @Nullable SeriesLine[] old = slots;
        slots = new @Nullable SeriesLine[capacity];
        size = 0;
        bytes = 0;
        for (SeriesLine line : old) {
            if (line == null) {
                continue;
            }
            if (isUnwanted.test(line)) {
                line.die();
            } else {
                place(line);
            }
        }
    }

    void forEach(Consumer<SeriesLine> each) {
        for (SeriesLine line : slots) {
            if (line != null) {
                each.accept(line);
            }
        }
    }
}
