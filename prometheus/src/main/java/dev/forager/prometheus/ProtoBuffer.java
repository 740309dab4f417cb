// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.prometheus;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A growing buffer of protobuf; fields that are zero are the caller's to leave out where no method
 * says so. Confined to one thread.
 */
public final class ProtoBuffer {
    /** The wire type of numbers of variable length. */
    public static final int VARINT = 0;

    /** The wire type of doubles. */
    public static final int FIXED64 = 1;

    /** The wire type of texts, messages and packed numbers. */
    public static final int BYTES = 2;

    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private byte[] bytes = new byte[4096];
    private int size;

    /** An empty buffer. */
    public ProtoBuffer() {}

    /** How many bytes there are. */
    public int size() {
        return size;
    }

    /** The array that holds them, from its begin; valid until the next change. */
    public byte[] array() {
        return bytes;
    }

    /** Adds what another buffer holds. */
    public void append(ProtoBuffer other) {
        append(other, 0, other.size);
    }

    /** Puts what another buffer holds in front. */
    public void prepend(ProtoBuffer other) {
        need(other.size);
        System.arraycopy(bytes, 0, bytes, other.size, size);
        System.arraycopy(other.bytes, 0, bytes, 0, other.size);
        size += other.size;
    }

    /** Adds a part of what another buffer holds. */
    public void append(ProtoBuffer other, int from, int to) {
        need(to - from);
        System.arraycopy(other.bytes, from, bytes, size, to - from);
        size += to - from;
    }

    /** The head of a field. */
    public void tag(int field, int type) {
        varint(((long) field << 3) | type);
    }

    /** A number of variable length, without its field. */
    public void varint(long value) {
        need(10);
        if ((value & ~0x7fL) == 0) { // Tags, lengths and numbers of texts mostly.
            bytes[size++] = (byte) value;
            return;
        }
        longVarint(value);
    }

    private void longVarint(long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            bytes[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
    }

    /** How many bytes a number with its field takes. */
    public static int sizeOfVarintField(long value) {
        return value == 0 ? 0 : 2 + (63 - Long.numberOfLeadingZeros(value)) / 7;
    }

    /** The same for numbers that may be negative. */
    public void zigzag(long value) {
        varint((value << 1) ^ (value >> 63));
    }

    /** A number with its field; zero is left out. */
    public void varintField(int field, long value) {
        if (value != 0) {
            tag(field, VARINT);
            varint(value);
        }
    }

    /** The bits of a double; those of zero are left out. */
    public void doubleField(int field, long bits) {
        if (bits != 0) {
            tag(field, FIXED64);
            fixed64(bits);
        }
    }

    /** Eight bytes, without their field. */
    public void fixed64(long bits) {
        need(Long.BYTES);
        LONG.set(bytes, size, bits);
        size += Long.BYTES;
    }

    /** A text; the empty one is left out. */
    public void textField(int field, String text) {
        if (!text.isEmpty()) {
            tag(field, BYTES);
            text(text);
        }
    }

    /** Length and UTF-8 of a text, without its field. */
    public void text(String text) {
        int length = text.length();
        need(length + 10);
        int begin = size;
        varint(length);
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                size = begin;
                byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
                varint(utf8.length);
                need(utf8.length);
                System.arraycopy(utf8, 0, bytes, size, utf8.length);
                size += utf8.length;
                return;
            }
            bytes[size++] = (byte) c;
        }
    }

    /** Begins a message or packed field; {@link #end} needs what this answers. */
    public int begin(int field) {
        tag(field, BYTES);
        need(1);
        return ++size;
    }

    /** One byte was kept free for the length; the content moves where it needs more. */
    public void end(int content) {
        int length = size - content;
        int more = lengthBytes(length) - 1;
        if (more > 0) {
            need(more);
            System.arraycopy(bytes, content, bytes, content + more, length);
        }
        int end = size + more;
        size = content - 1;
        varint(length);
        size = end;
    }

    /** Forgets everything, and keeps its memory. */
    public void clear() {
        size = 0;
    }

    private static int lengthBytes(int length) {
        return (38 - Integer.numberOfLeadingZeros(length | 1)) / 7;
    }

    private void need(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
        }
    }
}
