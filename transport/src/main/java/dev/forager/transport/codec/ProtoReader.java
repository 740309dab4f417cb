// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads fields of a protobuf message (<a
 * href="https://protobuf.dev/programming-guides/encoding/">encoding</a>) that somebody sent. Every
 * length is checked against what is there. Confined to one thread.
 */
public final class ProtoReader {
    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int BYTES = 2;
    private static final int FIXED32 = 5;

    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final byte[] bytes;
    private final int end;
    private int position;
    private int tag;

    /** A message that fills an array. */
    public ProtoReader(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    /** A message from {@code position} to {@code end} of an array, which is not copied. */
    public ProtoReader(byte[] bytes, int position, int end) {
        this.bytes = bytes;
        this.position = position;
        this.end = end;
    }

    /** Not protobuf, or cut short. */
    public static final class MalformedException extends Exception {
        private static final long serialVersionUID = 1;

        /** Carries no stack trace, since a hostile sender can cause any number of them. */
        public MalformedException(String message) {
            super(message, null, false, false);
        }
    }

    /** Goes to the next field; false at the end. */
    public boolean next() throws MalformedException {
        if (position == end) {
            return false;
        }
        long key = varint();
        if (key >>> 3 == 0 || key >>> 32 != 0) {
            throw new MalformedException("proto: invalid field number");
        }
        tag = (int) key;
        return true;
    }

    /** Whether the field has this number and holds an integer. */
    public boolean isNumber(int field) {
        return tag == (field << 3 | VARINT);
    }

    /** Whether the field has this number and holds bytes, text or a message. */
    public boolean isBytes(int field) {
        return tag == (field << 3 | BYTES);
    }

    /** An integer; also the next one of a packed field. */
    public long number() throws MalformedException {
        return varint();
    }

    /** A text; what is no UTF-8 becomes U+FFFD. */
    public String text() throws MalformedException {
        int length = length();
        position += length;
        return new String(bytes, position - length, length, StandardCharsets.UTF_8);
    }

    /** Bytes, copied. */
    public byte[] bytes() throws MalformedException {
        int length = length();
        position += length;
        return Arrays.copyOfRange(bytes, position - length, position);
    }

    /** A message or packed field, as a reader of its own. */
    public ProtoReader message() throws MalformedException {
        int length = length();
        position += length;
        return new ProtoReader(bytes, position - length, position);
    }

    /** Whether the field has this number and holds a double or eight bytes else. */
    public boolean isFixed64(int field) {
        return tag == (field << 3 | FIXED64);
    }

    /** Eight bytes; also the next ones of a packed field. */
    public long fixed64() throws MalformedException {
        if (end - position < Long.BYTES) {
            throw new MalformedException("unexpected EOF");
        }
        long value = (long) LONG.get(bytes, position);
        position += Long.BYTES;
        return value;
    }

    /** An integer in the form for those that are often negative. */
    public long zigzag() throws MalformedException {
        long value = varint();
        return (value >>> 1) ^ -(value & 1);
    }

    /** Whether a packed field has another number. */
    public boolean hasMore() {
        return position < end;
    }

    /** Bytes that were not read. */
    public int remaining() {
        return end - position;
    }

    /** A second reader of the same message, at the same place. */
    public ProtoReader copy() {
        return new ProtoReader(bytes, position, end);
    }

    /** Passes over a field that nobody asked for. */
    public void skip() throws MalformedException {
        switch (tag & 7) {
            case VARINT -> varint();
            case FIXED64 -> skip(8);
            case BYTES -> skip(length());
            case FIXED32 -> skip(4);
            default -> throw new MalformedException("proto: cannot parse invalid wire-format data");
        }
    }

    private void skip(int count) throws MalformedException {
        if (count > end - position) {
            throw new MalformedException("unexpected EOF");
        }
        position += count;
    }

    private int length() throws MalformedException {
        long length = varint();
        if (length < 0 || length > end - position) {
            throw new MalformedException("unexpected EOF");
        }
        return (int) length;
    }

    private long varint() throws MalformedException {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (position == end) {
                throw new MalformedException("unexpected EOF");
            }
            byte b = bytes[position++];
            value |= (b & 0x7fL) << shift;
            if (b >= 0) {
                return value;
            }
        }
        throw new MalformedException("proto: integer overflow");
    }
}
