// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A cursor over the fields of one protobuf message whose structure has been validated: lengths are
 * trusted and nothing is reported. Confined to the method that made it, so that the compiler may
 * keep it in registers.
 */
final class FieldReader {
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    final byte[] buffer;
    final int end;
    int position;

    FieldReader(byte[] buffer, int start, int end) {
        this.buffer = buffer;
        this.position = start;
        this.end = end;
    }

    boolean hasMore() {
        return position < end;
    }

    /** A varint of 32 bits; the upper bits of a longer one are dropped, as protobuf says. */
    int varint32() {
        byte first = buffer[position];
        if (first >= 0) {
            position++;
            return first;
        }
        return (int) longVarint();
    }

    long varint64() {
        byte first = buffer[position];
        if (first >= 0) {
            position++;
            return first;
        }
        return longVarint();
    }

    private long longVarint() {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            byte next = buffer[position++];
            value |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                break;
            }
        }
        return value;
    }

    int zigzag32() {
        int raw = varint32();
        return (raw >>> 1) ^ -(raw & 1);
    }

    boolean bool() {
        return varint64() != 0;
    }

    long fixed64() {
        long value = longAt(buffer, position);
        position += Long.BYTES;
        return value;
    }

    int fixed32() {
        int value = (int) INT.get(buffer, position);
        position += Integer.BYTES;
        return value;
    }

    double float64() {
        return Double.longBitsToDouble(fixed64());
    }

    /** Reads a length and hops over as many bytes. The answer is where they begin. */
    int hop() {
        int length = varint32();
        int start = position;
        position = start + length;
        return start;
    }

    /** The string of a length-delimited field. */
    Value.Str text() {
        int start = hop();
        return Value.Str.slice(buffer, start, position - start);
    }

    /** The content of a length-delimited field. */
    Value.Bytes bytes() {
        int start = hop();
        return Value.Bytes.slice(buffer, start, position - start);
    }

    /** Hops over the value that follows {@code tag}, groups included. */
    void skip(int tag) {
        if ((tag & 7) == 2) {
            hop();
        } else {
            position = skip(buffer, position, tag);
        }
    }

    /**
     * Where the value that starts at {@code position} ends. Groups are counted, not recursed into.
     */
    static int skip(byte[] buffer, int position, int tag) {
        FieldReader in = new FieldReader(buffer, position, buffer.length);
        int open = 0;
        int next = tag;
        while (true) {
            switch (next & 7) {
                case 0 -> in.varint64();
                case 1 -> in.position += Long.BYTES;
                case 2 -> in.hop();
                case 3 -> open++;
                case 4 -> open--;
                case 5 -> in.position += Integer.BYTES;
                default -> throw new IllegalStateException("wire type of tag " + next);
            }
            if (open <= 0) {
                return in.position;
            }
            next = in.varint32();
        }
    }

    /** Where the length-delimited field ends whose tag stands at {@code tagStart}. */
    static int fieldEnd(byte[] buffer, int tagStart) {
        int p = tagStart;
        while (buffer[p++] < 0) {}
        int length = buffer[p++];
        if (length >= 0) {
            return p + length;
        }
        length &= 0x7F;
        int shift = 7;
        int next;
        do {
            next = buffer[p++];
            length |= (next & 0x7F) << shift;
            shift += 7;
        } while (next < 0);
        return p + length;
    }

    static long bigEndianAt(byte[] buffer, int position) {
        return Long.reverseBytes(longAt(buffer, position));
    }

    static long longAt(byte[] buffer, int position) {
        return (long) LONG.get(buffer, position);
    }
}
