// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Sizes and bytes of protobuf fields. Every {@code size...} counts the tag, whose own size is the
 * first argument; every {@code put...} writes the tag, and answers the position behind what it
 * wrote. Arrays are sized beforehand, so nothing is checked here.
 */
final class FieldWriter {
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private FieldWriter() {}

    /** Bytes of {@code value} as a varint, 1 to 10. */
    static int varintSize(long value) {
        // 9/64 is near enough to 1/7 for 1 to 64 bits; an exact division costs more.
        return ((Long.SIZE - Long.numberOfLeadingZeros(value | 1)) * 9 + 64) >>> 6;
    }

    /** Bytes of a length prefix and what it announces. */
    static int delimited(int length) {
        return varintSize(length) + length;
    }

    static int sizeText(int tagSize, Value.Str text) {
        int length = text.byteLength();
        return length == 0 ? 0 : tagSize + delimited(length);
    }

    static int sizeBytes(int tagSize, Value.Bytes bytes) {
        int length = bytes.size();
        return length == 0 ? 0 : tagSize + delimited(length);
    }

    static int sizeVarint(int tagSize, long value) {
        return value == 0 ? 0 : tagSize + varintSize(value);
    }

    static int zigzag(int value) {
        return (value << 1) ^ (value >> 31);
    }

    static int putVarint(byte[] out, int position, long value) {
        int at = position;
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out[at++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        out[at++] = (byte) rest;
        return at;
    }

    /** A tag, or a length, below 2^31. */
    static int putInt(byte[] out, int position, int value) {
        if (value < 0x80) {
            out[position] = (byte) value;
            return position + 1;
        }
        return putVarint(out, position, value);
    }

    /** A scalar field that is a varint; zero is not written. */
    static int putVarint(byte[] out, int position, int tag, long value) {
        return value == 0 ? position : putVarint(out, putInt(out, position, tag), value);
    }

    static int putFixed64(byte[] out, int position, int tag, long value) {
        int at = putInt(out, position, tag);
        LONG.set(out, at, value);
        return at + Long.BYTES;
    }

    static int putFixed32(byte[] out, int position, int tag, int value) {
        int at = putInt(out, position, tag);
        INT.set(out, at, value);
        return at + Integer.BYTES;
    }

    static int putText(byte[] out, int position, int tag, Value.Str text) {
        int length = text.byteLength();
        if (length == 0) {
            return position;
        }
        int at = putInt(out, putInt(out, position, tag), length);
        return text.copyTo(out, at);
    }

    static int putBytes(byte[] out, int position, int tag, Value.Bytes bytes) {
        int length = bytes.size();
        if (length == 0) {
            return position;
        }
        int at = putInt(out, putInt(out, position, tag), length);
        return bytes.copyTo(out, at);
    }

    /** The tag and length in front of a message or of packed numbers. */
    static int putHead(byte[] out, int position, int tag, int length) {
        return putInt(out, putInt(out, position, tag), length);
    }

    static int putRange(byte[] out, int position, byte[] from, int start, int end) {
        System.arraycopy(from, start, out, position, end - start);
        return position + end - start;
    }

    static int putBigEndian(byte[] out, int position, long value) {
        LONG.set(out, position, Long.reverseBytes(value));
        return position + Long.BYTES;
    }

    static void setLong(byte[] out, int position, long value) {
        LONG.set(out, position, value);
    }
}
