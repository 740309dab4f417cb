// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.codec;

import java.util.Arrays;

/**
 * A growing array that never holds more than the limit allows. Confined to one thread.
 *
 * <p>One byte above the limit is room too: filling it is the proof that the body is too large.
 */
final class OutputBuffer {
    private static final int SMALLEST = 256;

    /** Unused bytes that are kept rather than copied away. */
    private static final int SLACK = 16 << 10;

    private final DecodeLimits limits;
    private byte[] array;
    private int position;

    /** A buffer with room for {@code guess} bytes at once, which is only a guess. */
    OutputBuffer(DecodeLimits limits, long guess) throws DecodeException {
        this.limits = limits;
        int size = limits.headroom() + (int) Math.min(guess, limits.maxBytes() + 1L);
        if (!limits.growth().test(size)) {
            throw DecodeException.noMemory();
        }
        this.array = new byte[size];
        this.position = limits.headroom();
    }

    byte[] array() {
        return array;
    }

    /** Index of the next byte. */
    int position() {
        return position;
    }

    /** Decoded bytes so far. */
    int length() {
        return position - limits.headroom();
    }

    /** Bytes that fit without growing. */
    int room() {
        return array.length - position;
    }

    /** Counts bytes that were written at {@link #position}. */
    void advance(int bytes) throws DecodeException {
        position += bytes;
        if (length() > limits.maxBytes()) {
            throw DecodeException.tooLarge(limits.maxBytes());
        }
    }

    /** Appends one byte. */
    void put(byte value) throws DecodeException {
        ensureRoom(1);
        array[position] = value;
        advance(1);
    }

    /** Makes room for {@code bytes}; fails where the limit forbids them. */
    void ensureRoom(int bytes) throws DecodeException {
        if (bytes <= room()) {
            return;
        }
        long needed = (long) position + bytes;
        long most = limits.headroom() + limits.maxBytes() + 1L;
        if (needed > most) {
            throw DecodeException.tooLarge(limits.maxBytes());
        }
        long doubled = Math.max(array.length * 2L, limits.headroom() + SMALLEST);
        int size = (int) Math.min(most, Math.max(doubled, needed));
        // Old and new array live side by side while one is copied into the other.
        if (!limits.growth().test((long) array.length + size)) {
            throw DecodeException.noMemory();
        }
        array = Arrays.copyOf(array, size);
    }

    /** The result; large unused ends are cut off, since a queue may keep the array for long. */
    Decoded finish(boolean single) {
        if (room() > SLACK && room() > length() / 4) {
            array = Arrays.copyOf(array, position);
        }
        return new Decoded(array, limits.headroom(), length(), single);
    }
}
