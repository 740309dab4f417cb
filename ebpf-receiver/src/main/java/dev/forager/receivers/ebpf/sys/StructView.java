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
import org.jspecify.annotations.Nullable;

/**
 * A struct of the kernel, read by offset. Little-endian, as every machine that this runs on. Every
 * read is checked against the length of the struct and throws {@link MalformedRecordException}
 * beyond it, so that no length from the kernel, and no bug in a layout, reads foreign memory.
 *
 * <p>A view given to a callback is valid inside that call only: the same object shows the next
 * record afterwards, and nothing after the last one. Confined to one thread.
 */
public final class StructView {
    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private static final VarHandle ALIGNED_INT = ValueLayout.JAVA_INT.varHandle();
    private static final VarHandle LONG_IN_ARRAY =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /**
     * All memory, as a constant: an access through it is one instruction. Through a segment of its
     * own each of them is checked against that segment's end and life as well, which for records of
     * the ring is half of the cost and says nothing new: they are checked against their length, and
     * the ring is mapped while it is read.
     */
    private static final MemorySegment EVERYTHING = everything();

    /** Null where {@link #base} is an address. */
    private @Nullable MemorySegment memory;

    private long base;
    private int length;

    private StructView(@Nullable MemorySegment memory, long base, int length) {
        this.memory = memory;
        this.base = base;
        this.length = length;
    }

    @SuppressWarnings("restricted") // As in NativeFunction.
    private static MemorySegment everything() {
        return MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
    }

    /** A view of nothing yet. */
    static StructView empty() {
        return new StructView(null, 0, 0);
    }

    /**
     * A number of 32 bits that another CPU writes, at an address; the caller knows it is mapped.
     */
    static int acquireInt(long address) {
        return (int) ALIGNED_INT.getAcquire(EVERYTHING, address);
    }

    /** A struct in a byte array, which is not copied. */
    public static StructView of(byte[] bytes) {
        return new StructView(MemorySegment.ofArray(bytes), 0, bytes.length);
    }

    /** Shows another struct. */
    StructView moveTo(MemorySegment newMemory, long newBase, int newLength) {
        memory = newMemory;
        base = newBase;
        length = newLength;
        return this;
    }

    /** Shows another struct, at an address that is mapped as long as the view shows it. */
    StructView moveTo(long address, int newLength) {
        memory = null;
        base = address;
        length = newLength;
        return this;
    }

    /** Bytes that may be read. */
    public int length() {
        return length;
    }

    /** An unsigned byte. */
    public int u8(int offset) {
        long at = at(offset, 1);
        MemorySegment in = memory;
        return (in == null ? EVERYTHING.get(JAVA_BYTE, at) : in.get(JAVA_BYTE, at)) & 0xff;
    }

    /** An unsigned 16-bit number. */
    public int u16(int offset) {
        long at = at(offset, 2);
        MemorySegment in = memory;
        return (in == null ? EVERYTHING.get(SHORT, at) : in.get(SHORT, at)) & 0xffff;
    }

    /** A signed 32-bit number. */
    public int i32(int offset) {
        long at = at(offset, 4);
        MemorySegment in = memory;
        return in == null ? EVERYTHING.get(INT, at) : in.get(INT, at);
    }

    /** An unsigned 32-bit number. */
    public long u32(int offset) {
        return i32(offset) & 0xffff_ffffL;
    }

    /** A 64-bit number. */
    public long u64(int offset) {
        long at = at(offset, 8);
        MemorySegment in = memory;
        return in == null ? EVERYTHING.get(LONG, at) : in.get(LONG, at);
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
        MemorySegment.copy(where(), JAVA_BYTE, at(offset, to.length), to, 0, to.length);
    }

    /** Whether these bytes stand there. */
    public boolean isAt(int offset, byte[] bytes) {
        long from = at(offset, bytes.length);
        MemorySegment in = where();
        int i = 0;
        for (; i <= bytes.length - Long.BYTES; i += Long.BYTES) {
            if (in.get(LONG, from + i) != (long) LONG_IN_ARRAY.get(bytes, i)) {
                return false;
            }
        }
        for (; i < bytes.length; i++) {
            if (in.get(JAVA_BYTE, from + i) != bytes[i]) {
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

    private MemorySegment where() {
        MemorySegment in = memory;
        return in == null ? EVERYTHING : in;
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
