// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.prometheus.exposition;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The fields of one protobuf message, in their order. Lengths are checked against the message, so
 * that no input leads outside of it. Confined to one thread.
 *
 * @see <a href="https://protobuf.dev/programming-guides/encoding/">Encoding</a>
 */
final class FieldCursor {
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int MOST_VARINT_BITS = 63;

    private final byte[] bytes;
    private int at;
    private final int end;
    private int field;
    private int wireType;
    private int from;
    private int to;
    private long scalar;

    FieldCursor(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.at = start;
        this.end = end;
    }

    /** Goes to the next field; false at the end. */
    boolean next() throws ExpositionException {
        if (at >= end) {
            return false;
        }
        long tag = varint();
        field = (int) (tag >>> 3);
        wireType = (int) (tag & 7);
        switch (wireType) {
            case 0 -> scalar = varint();
            case 1 -> {
                need(Long.BYTES);
                scalar = (long) LONG.get(bytes, at);
                at += Long.BYTES;
            }
            case 2 -> delimited();
            case 5 -> {
                need(Integer.BYTES);
                at += Integer.BYTES;
            }
            default -> throw malformed();
        }
        return true;
    }

    /** A length and as many bytes; moves behind them. */
    void delimited() throws ExpositionException {
        long length = varint();
        if (length < 0 || length > end - at) {
            throw malformed();
        }
        from = at;
        at += (int) length;
        to = at;
    }

    boolean isAtEnd() {
        return at >= end;
    }

    private void need(int count) throws ExpositionException {
        if (end - at < count) {
            throw malformed();
        }
    }

    private long varint() throws ExpositionException {
        long value = 0;
        for (int shift = 0; shift <= MOST_VARINT_BITS; shift += 7) {
            need(1);
            byte next = bytes[at++];
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw malformed();
    }

    static ExpositionException malformed() {
        return new ExpositionException("proto: cannot parse: unexpected EOF or invalid field");
    }

    int field() {
        return field;
    }

    /** The bits of a number. */
    long scalar() {
        return scalar;
    }

    double number() {
        return Double.longBitsToDouble(scalar);
    }

    static long unzigzag(long value) {
        return (value >>> 1) ^ -(value & 1);
    }

    int from() {
        return from;
    }

    int to() {
        return to;
    }

    boolean isBytes() {
        return wireType == 2;
    }

    /** The message, text or packed numbers in the field. */
    FieldCursor inner() throws ExpositionException {
        if (wireType != 2) {
            throw malformed();
        }
        return new FieldCursor(bytes, from, to);
    }

    /** The message that {@link #delimited} found. */
    FieldCursor cut() {
        return new FieldCursor(bytes, from, to);
    }

    /** Where this message begins, in the upper half, and ends. */
    long cutRange() {
        return (long) at << 32 | end;
    }

    /** The next of packed numbers. */
    long packedVarint() throws ExpositionException {
        return varint();
    }

    /** The next of packed doubles. */
    double packedDouble() throws ExpositionException {
        need(Long.BYTES);
        double value = Double.longBitsToDouble((long) LONG.get(bytes, at));
        at += Long.BYTES;
        return value;
    }
}
