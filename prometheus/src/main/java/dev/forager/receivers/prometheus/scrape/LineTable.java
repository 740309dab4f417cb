// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus.scrape;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Lines by their bytes, which are looked up without making an object of them: open addressing into
 * an array of the lines as they came. That array is how a collection of garbage finds the lines and
 * copies them, so that lines that follow each other in a scrape do so in memory, too: with a
 * million of them a scrape mostly waits for memory. Confined to the loop of its target.
 */
final class LineTable {
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long MULTIPLIER = 0x9e3779b97f4a7c15L;
    private static final int SMALLEST = 64;

    /** What a line costs beside its text: measured, roughly. */
    private static final int BYTES_PER_LINE = 300;

    /** The lines as they came, which is how they will come again. */
    private @Nullable SeriesLine[] lines = new @Nullable SeriesLine[SMALLEST / 2];

    /** By hash: one more than the place of a line; zero where there is none. */
    private int[] slots = new int[SMALLEST];

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
            int place = slots[i];
            if (place == 0) {
                return null;
            }
            SeriesLine line = line(place - 1);
            if (line.hash == hash
                    && Arrays.equals(bytes, start, end, line.key, 0, line.key.length)) {
                return line;
            }
        }
    }

    private SeriesLine line(int place) {
        return Objects.requireNonNull(lines[place]);
    }

    /** Adds a line that is not there yet. */
    void add(SeriesLine line) {
        if (size == lines.length) {
            resize(2 * size);
        }
        lines[size++] = line;
        bytes += bytes(line.key);
        enter(line.hash, size);
    }

    private void enter(int hash, int place) {
        int mask = slots.length - 1;
        int at = hash & mask;
        while (slots[at] != 0) {
            at = (at + 1) & mask;
        }
        slots[at] = place;
    }

    /** Takes lines out; the others keep their order. */
    void removeIf(Predicate<SeriesLine> condition) {
        int before = size;
        size = 0;
        for (int i = 0; i < before; i++) {
            SeriesLine line = line(i);
            if (condition.test(line)) {
                bytes -= bytes(line.key);
                line.die();
            } else {
                lines[size++] = line;
            }
        }
        if (size < before) {
            Arrays.fill(lines, size, before, null);
            int fitting = Math.max(SMALLEST / 2, Integer.highestOneBit(Math.max(1, size)) * 2);
            resize(fitting < lines.length / 4 ? fitting : lines.length);
        }
    }

    private void resize(int capacity) {
        lines = Arrays.copyOf(lines, capacity);
        slots = new int[2 * capacity];
        for (int i = 0; i < size; i++) {
            enter(line(i).hash, i + 1);
        }
    }

    void forEach(Consumer<SeriesLine> each) {
        for (int i = 0; i < size; i++) {
            each.accept(line(i));
        }
    }
}
