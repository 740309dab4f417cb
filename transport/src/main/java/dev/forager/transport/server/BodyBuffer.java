// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.server;

import dev.forager.pipeline.MemoryBudget;
import dev.forager.pipeline.MemoryBudget.Reservation;
import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Collects the pieces of a body in one heap array. Memory is asked for before it is taken: the
 * declared length at once, so that overload is refused before anything is read, and what goes
 * beyond as it comes. Confined to one thread at a time.
 */
final class BodyBuffer implements AutoCloseable {
    /** Declared lengths up to this are allocated at once, larger ones when so much has come. */
    private static final int EAGER_BYTES = 1 << 20;

    private static final int SMALLEST = 4096;

    private final MemoryBudget memory;
    private final Supplier<RefusedException> refusal;
    private int headroom;
    private @Nullable Reservation reservation;
    private byte[] array = {};
    private int position;
    private int expected;

    /**
     * A buffer that takes its memory from a budget.
     *
     * @param refusal makes the answer, once, when the budget has no more
     */
    BodyBuffer(MemoryBudget memory, Supplier<RefusedException> refusal) {
        this.memory = memory;
        this.refusal = refusal;
    }

    /**
     * Prepares for a body.
     *
     * @param length as declared, -1 where nothing was
     * @param free bytes that stay free in front
     */
    void expect(int length, int free) throws RefusedException {
        headroom = free;
        position = free;
        expected = headroom + Math.max(length, 0);
        reserve(expected);
        array = new byte[length < 0 ? headroom + SMALLEST : Math.min(expected, EAGER_BYTES)];
    }

    /** Appends {@code length} bytes that are readable in {@code source}. */
    void append(ByteBuf source, int length) throws RefusedException {
        int end = position + length;
        if (end > array.length) {
            grow(end);
        }
        source.readBytes(array, position, length);
        position = end;
    }

    private void grow(int needed) throws RefusedException {
        // Who sent as much as is allocated eagerly sends the rest: no copies in between.
        int doubled = (int) Math.min(Integer.MAX_VALUE - 1024L, array.length * 2L);
        int size = expected >= needed ? expected : Math.max(needed, doubled);
        reserve((long) array.length + size);
        array = Arrays.copyOf(array, size);
    }

    /** Holds at least {@code total} bytes of the budget. */
    void reserve(long total) throws RefusedException {
        if (!tryReserve(total)) {
            throw outOfMemory();
        }
    }

    boolean tryReserve(long total) {
        if (reservation == null) {
            reservation = memory.reserveArriving(total);
            return reservation != null;
        }
        return reservation.growTo(total);
    }

    /** The body is whole. */
    void arrived() {
        if (reservation != null) {
            reservation.arrived();
        }
    }

    /** The answer under overload: the same request may pass a moment later. */
    RefusedException outOfMemory() {
        return refusal.get();
    }

    /** Bytes collected. */
    int length() {
        return position - headroom;
    }

    /** Where the content begins. */
    int offset() {
        return headroom;
    }

    /** The array, headroom included; may be longer than its content. */
    byte[] array() {
        return array;
    }

    /** The content alone in an array of its own length; the same array where that fits. */
    byte[] exactArray() {
        return headroom == 0 && position == array.length
                ? array
                : Arrays.copyOfRange(array, headroom, position);
    }

    /**
     * The array, headroom included, which is nobody else's from now on: a request that waits for
     * its answer would else keep what it came as beside what it became.
     */
    byte[] take() {
        byte[] taken = array;
        array = new byte[0];
        return taken;
    }

    /** What is reserved of the budget. */
    long reservedBytes() {
        return reservation == null ? 0 : reservation.bytes();
    }

    /** Gives the budget back; may come twice. */
    @Override
    public void close() {
        if (reservation != null) {
            reservation.close();
        }
    }
}
