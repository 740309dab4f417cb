// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.client;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads fields of a small protobuf message (<a
 * href="https://protobuf.dev/programming-guides/encoding/">encoding</a>) that a server sent. Every
 * length is checked against what is there. Confined to one thread.
 */
final class ProtoReader {
    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int BYTES = 2;
    private static final int FIXED32 = 5;

    private final byte[] bytes;
    private final int end;
    private int position;
    private int tag;

    ProtoReader(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    private ProtoReader(byte[] bytes, int position, int end) {
        this.bytes = bytes;
        this.position = position;
        this.end = end;
    }

    /** Not protobuf, or cut short. */
    static final class MalformedException extends Exception {
        private static final long serialVersionUID = 1;

        MalformedException(String message) {
            super(message, null, false, false);
        }
    }

    /** Goes to the next field; false at the end. */
    boolean next() throws MalformedException {
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
    boolean isNumber(int field) {
        return tag == (field << 3 | VARINT);
    }

    /** Whether the field has this number and holds bytes, text or a message. */
    boolean isBytes(int field) {
        return tag == (field << 3 | BYTES);
    }

    long number() throws MalformedException {
        return varint();
    }

    String text() throws MalformedException {
        int length = length();
        position += length;
        return new String(bytes, position - length, length, StandardCharsets.UTF_8);
    }

    byte[] bytes() throws MalformedException {
        int length = length();
        position += length;
        return Arrays.copyOfRange(bytes, position - length, position);
    }

    ProtoReader message() throws MalformedException {
        int length = length();
        position += length;
        return new ProtoReader(bytes, position - length, position);
    }

    /** Passes over a field that nobody asked for. */
    void skip() throws MalformedException {
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
