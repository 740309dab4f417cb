// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

import org.jspecify.annotations.Nullable;

/**
 * {@code AnyValue} from bytes and to bytes. Decoding goes one level down: arrays and maps keep
 * their range until somebody looks into them, so the sender cannot choose how deep the stack gets.
 */
final class ValueCodec {
    private static final int STRING = 10;
    private static final int BOOL = 16;
    private static final int INT = 24;
    private static final int DOUBLE = 33;
    private static final int ARRAY = 42;
    private static final int MAP = 50;
    private static final int BYTES = 58;
    private static final int STRING_INDEX = 64;

    private ValueCodec() {}

    /** The value whose {@code AnyValue} is {@code buffer[start, end)}. */
    static Value decode(byte[] buffer, int start, int end) {
        if (start == end) {
            return Value.Empty.EMPTY;
        }
        int p = start + 1;
        switch (buffer[start]) {
            case STRING -> {
                if (p < end && p + 1 + buffer[p] == end) {
                    return Value.Str.slice(buffer, p + 1, buffer[p]);
                }
            }
            case INT -> {
                if (p + 1 == end) {
                    return new Value.Int(buffer[p]);
                }
            }
            case BOOL -> {
                if (p + 1 == end) {
                    return Value.of(buffer[p] != 0);
                }
            }
            case DOUBLE -> {
                if (p + Double.BYTES == end) {
                    return new Value.Dbl(Double.longBitsToDouble(FieldReader.longAt(buffer, p)));
                }
            }
            default -> {}
        }
        return decodeAny(buffer, start, end);
    }

    /** All that is not a short scalar by itself. */
    private static Value decodeAny(byte[] buffer, int start, int end) {
        FieldReader in = new FieldReader(buffer, start, end);
        Value value = decodeKnown(in, in.varint32());
        return value != null && !in.hasMore() ? value : decodeSeveral(buffer, start, end);
    }

    private static @Nullable Value decodeKnown(FieldReader in, int tag) {
        return switch (tag) {
            case STRING -> in.text();
            case BOOL -> Value.of(in.bool());
            case INT -> new Value.Int(in.varint64());
            case DOUBLE -> new Value.Dbl(in.float64());
            case ARRAY -> {
                int from = in.hop();
                yield new Value.Arr(in.buffer, from, in.position);
            }
            case MAP -> {
                int from = in.hop();
                yield new Value.MapV(in.buffer, from, in.position);
            }
            case BYTES -> in.bytes();
            case STRING_INDEX -> new Value.StrIndex(in.varint32());
            default -> null;
        };
    }

    /** Of several members of the oneof the last wins; an array or a map that comes again merges. */
    private static Value decodeSeveral(byte[] buffer, int start, int end) {
        FieldReader in = new FieldReader(buffer, start, end);
        Value value = null;
        int current = 0;
        JoinedBytes parts = new JoinedBytes();
        JoinedBytes unknown = new JoinedBytes();
        while (in.hasMore()) {
            int at = in.position;
            int tag = in.varint32();
            int from = in.position;
            Value next = decodeKnown(in, tag);
            if (next == null) {
                in.skip(tag);
                unknown.append(buffer, at, in.position);
                continue;
            }
            if (tag == ARRAY || tag == MAP) {
                parts = tag == current ? parts : new JoinedBytes();
                in.position = from;
                parts.append(buffer, in.hop(), in.position);
                next =
                        tag == ARRAY
                                ? new Value.Arr(parts.bytes, 0, parts.length)
                                : new Value.MapV(parts.bytes, 0, parts.length);
            }
            value = next;
            current = tag;
        }
        return value == null ? Value.Empty.of(unknown) : value;
    }

    /** Size of the {@code AnyValue}, without tag and length in front of it. */
    static int size(Value value) {
        return switch (value) {
            case Value.Str text -> 1 + FieldWriter.delimited(text.byteLength());
            case Value.Int number -> 1 + FieldWriter.varintSize(number.value());
            case Value.Dbl number -> 1 + Double.BYTES;
            case Value.Bool flag -> 2;
            case Value.Arr array -> 1 + FieldWriter.delimited(array.source.size());
            case Value.MapV map -> 1 + FieldWriter.delimited(map.source.size());
            case Value.Bytes bytes -> 1 + FieldWriter.delimited(bytes.size());
            case Value.StrIndex reference -> 1 + FieldWriter.varintSize(reference.index());
            case Value.Empty empty -> empty.byteLength();
        };
    }

    /** Writes the {@code AnyValue}; a member of a oneof is written also when it is zero. */
    static int write(Value value, byte[] out, int position) {
        return switch (value) {
            case Value.Str text ->
                    text.copyTo(out, FieldWriter.putHead(out, position, STRING, text.byteLength()));
            case Value.Int number -> {
                out[position] = INT;
                yield FieldWriter.putVarint(out, position + 1, number.value());
            }
            case Value.Dbl number ->
                    FieldWriter.putFixed64(
                            out, position, DOUBLE, Double.doubleToRawLongBits(number.value()));
            case Value.Bool flag -> {
                out[position] = BOOL;
                out[position + 1] = (byte) (flag.value() ? 1 : 0);
                yield position + 2;
            }
            case Value.Arr array ->
                    array.source.write(
                            out, FieldWriter.putHead(out, position, ARRAY, array.source.size()));
            case Value.MapV map ->
                    map.source.write(
                            out, FieldWriter.putHead(out, position, MAP, map.source.size()));
            case Value.Bytes bytes ->
                    bytes.copyTo(out, FieldWriter.putHead(out, position, BYTES, bytes.size()));
            case Value.StrIndex reference -> {
                out[position] = STRING_INDEX;
                yield FieldWriter.putVarint(out, position + 1, reference.index());
            }
            case Value.Empty empty -> empty.copyTo(out, position);
        };
    }

    /** Values within values, this one included. */
    static int depth(Value value) {
        int below = 0;
        if (value instanceof Value.Arr array) {
            for (Value element : array.values()) {
                below = Math.max(below, depth(element));
            }
        } else if (value instanceof Value.MapV map) {
            for (KeyValue entry : map.entries()) {
                below = Math.max(below, depth(entry.value()));
            }
        }
        return below + 1;
    }
}
