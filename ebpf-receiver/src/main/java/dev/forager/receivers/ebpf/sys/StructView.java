// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.sys;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A struct of the kernel, read by offset. Little-endian, as every machine that this runs on. Every
 * read is checked against the length of the struct and throws {@link MalformedRecordException}
 * beyond it, so that no length from the kernel, and no bug in a layout, reads foreign memory.
 *
 * <p>A view given to a callback is valid inside that call only: the same object shows the next
 * record afterwards. Confined to one thread.
 */
public final class StructView {
    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private static final VarHandle LONG_IN_ARRAY =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private MemorySegment memory;
    private long base;
    private int length;

    StructView(MemorySegment memory, long base, int length) {
        this.memory = memory;
        this.base = base;
        this.length = length;
    }

    /** A struct in a byte array, which is not copied. */
    public static StructView of(byte[] bytes) {
        return new StructView(MemorySegment.ofArray(bytes), 0, bytes.length);
    }

    /** Shows another struct. */
    StructView moveTo(MemorySegment newMemory, long newBase, int newLength) {
        memory = newMemory;
        return moveTo(newBase, newLength);
    }

    /** Shows another struct of the same memory. */
    StructView moveTo(long newBase, int newLength) {
        base = newBase;
        length = newLength;
        return this;
    }

    /** Bytes that may be read. */
    public int length() {
        return length;
    }

    /** An unsigned byte. */
    public int u8(int offset) {
        return memory.get(JAVA_BYTE, at(offset, 1)) & 0xff;
    }

    /** An unsigned 16-bit number. */
    public int u16(int offset) {
        return memory.get(SHORT, at(offset, 2)) & 0xffff;
    }

    /** A signed 32-bit number. */
    public int i32(int offset) {
        return memory.get(INT, at(offset, 4));
    }

    /** An unsigned 32-bit number. */
    public long u32(int offset) {
        return i32(offset) & 0xffff_ffffL;
    }

    /** A 64-bit number. */
    public long u64(int offset) {
        return memory.get(LONG, at(offset, 8));
    }

    /** A copy of {@code size} bytes. */
    public byte[] bytes(int offset, int size) {
        at(offset, size);
        var copy = new byte[size];
        copy(offset, copy);
        return copy;
    }

    /** Copies as many bytes as {@code to} has. */
    public void copy(int offset, byte[] to) {
        MemorySegment.copy(memory, JAVA_BYTE, at(offset, to.length), to, 0, to.length);
    }

    /** Whether these bytes stand there. */
    public boolean isAt(int offset, byte[] bytes) {
        long from = at(offset, bytes.length);
        int i = 0;
        for (; i <= bytes.length - Long.BYTES; i += Long.BYTES) {
            if (memory.get(LONG, from + i) != (long) LONG_IN_ARRAY.get(bytes, i)) {
                return false;
            }
        }
        for (; i < bytes.length; i++) {
            if (memory.get(JAVA_BYTE, from + i) != bytes[i]) {
                return false;
            }
        }
        return true;
    }

    /**
     * Text of at most {@code size} bytes that ends before the first NUL. What is no UTF-8 becomes
     * U+FFFD: names of processes and files are any bytes.
     */
    public String text(int offset, int size) {
        byte[] bytes = bytes(offset, size);
        int end = 0;
        while (end < size && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8);
    }

    private long at(int offset, int size) {
        if (offset < 0 || size < 0 || offset > length - size) {
            throw new MalformedRecordException(
                    "record: %d bytes (expected: at least %d)"
                            .formatted(length, (long) offset + size));
        }
        return base + offset;
    }
}
