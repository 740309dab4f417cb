// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Checks the bytes of an OTLP request in one pass and counts its items, so that everything behind
 * it may trust them. Stateless.
 *
 * <h2>What is malformed</h2>
 *
 * What the Go collector's decoder refuses: a value that ends behind its message, a varint of more
 * than ten bytes, field number 0, wire types 6 and 7, a known field with another wire type, an end
 * of a group that was not begun, a trace, span or profile id that is neither empty nor of its
 * length, and an {@code AnyValue} nested deeper than {@link #MAX_DEPTH} (the root is 1). Beyond
 * that, field numbers above 2<sup>29</sup> - 1 are refused, which decoders read in different ways,
 * and a group that ends with another number than it began with. Unknown fields and groups are
 * accepted.
 *
 * <p>Ill-formed UTF-8 is not malformed, but counted: {@link WireMender} mends it.
 *
 * <h2>Speed</h2>
 *
 * Every byte that is received passes through here. One table lookup by message and key byte yields
 * what to do, wire type included. Attributes, the bulk of all telemetry, have a path of their own
 * that checks the usual form in one go and hands anything unusual to the general one. Recursion
 * follows the schema, which recurs only in {@code AnyValue} and is bounded there; unknown groups
 * nest as deep as a sender likes and are skipped in a loop.
 */
final class WireValidator {
    /** How deep {@code AnyValue}s may nest. */
    static final int MAX_DEPTH = 100;

    private static final byte[] ACTIONS = WireActions.TABLE;
    private static final int OTHER = WireActions.OTHER;
    private static final int MESSAGE = WireActions.MESSAGE;
    private static final int ATTRIBUTE = MESSAGE + Schema.KEY_VALUE;

    /** An invalid string, in the upper half of a result. */
    private static final long INVALID_STRING = 1L << 32;

    private WireValidator() {}

    /**
     * What a scan found.
     *
     * @param items spans, data points, log records or samples
     * @param invalidStrings strings that are no UTF-8
     */
    record Scan(int items, int invalidStrings) {}

    /** Checks the export request of {@code signal} in the range. */
    static Scan scan(Signal signal, byte[] bytes, int offset, int length)
            throws MalformedTelemetryException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        try {
            long found = message(bytes, offset, offset + length, WireActions.root(signal), 0);
            return new Scan((int) found, (int) (found >>> 32));
        } catch (MalformedTelemetryException e) {
            throw e.from(offset);
        }
    }

    /** Checks one message: items in the lower half of the result, invalid strings in the upper. */
    private static long message(byte[] b, int start, int end, int type, int depth)
            throws MalformedTelemetryException {
        long found = 0;
        int p = start;
        while (p < end) {
            int at = p;
            int key = b[p++];
            if (key < 0) {
                // Fields 16 to 31 have the second byte 1; 0 stands for all else and has no action.
                key = p < end && b[p++] == 1 ? key & 0xff : 0;
            }
            int action = ACTIONS[type << 8 | key];
            if (action == OTHER) {
                long resolved = resolve(b, at, end, type);
                action = (int) (resolved >>> 32);
                p = (int) resolved;
                if (action == OTHER) {
                    continue;
                }
            }
            if (action >= WireActions.BYTES) {
                int length = p < end ? b[p] : -1;
                if (length >= 0) {
                    p++;
                } else {
                    long read = WireReader.length(b, p, end);
                    length = (int) (read >>> 32);
                    p = (int) read;
                }
                if (length > end - p) {
                    throw WireReader.truncated(at);
                }
                int valueEnd = p + length;
                if (action == ATTRIBUTE) {
                    found += attribute(b, p, valueEnd, depth);
                } else if (action >= MESSAGE) {
                    found += child(b, p, valueEnd, action - MESSAGE, depth);
                } else if (action == WireActions.STRING) {
                    found += Utf8.isValid(b, p, valueEnd) ? 0 : INVALID_STRING;
                } else if (action != WireActions.BYTES) {
                    checkSpecial(b, p, valueEnd, action);
                }
                p = valueEnd;
            } else if (action == WireActions.VARINT) {
                p = p < end && b[p] >= 0 ? p + 1 : WireReader.skipVarint(b, p, end);
            } else {
                int size = action == WireActions.FIXED64 ? Long.BYTES : Integer.BYTES;
                if (size > end - p) {
                    throw WireReader.truncated(at);
                }
                p += size;
            }
        }
        return found;
    }

    private static long child(byte[] b, int start, int end, int type, int depth)
            throws MalformedTelemetryException {
        if (type == Schema.ANY_VALUE) {
            if (depth == MAX_DEPTH) {
                throw new MalformedTelemetryException(
                        "proto: exceeded max recursion depth: AnyValue nests deeper than "
                                + MAX_DEPTH,
                        start);
            }
            return message(b, start, end, type, depth + 1);
        }
        long found = message(b, start, end, type, depth) + WireActions.ITEM[type];
        return type == Schema.METRIC ? found - shadowedPoints(b, start, end, depth) : found;
    }

    /**
     * Checks an attribute. In the usual form, a key and one scalar with lengths of one byte, the
     * lengths must agree with each other, and for a string one look at the whole range decides:
     * where every byte is ASCII, so are key and value.
     */
    private static long attribute(byte[] b, int start, int end, int depth)
            throws MalformedTelemetryException {
        if (end - start >= 2 && b[start] == 0x0a && b[start + 1] >= 0 && depth < MAX_DEPTH) {
            int value = start + 2 + b[start + 1];
            int rest = end - value - 2;
            if (rest > 1 && b[value] == 0x12 && b[value + 1] == rest) {
                boolean usual =
                        switch (b[value + 2]) {
                            case 0x0a -> b[value + 3] == rest - 2 && Utf8.isAscii(b, start, end);
                            case 0x10, 0x18 ->
                                    isVarint(b, value + 3, end)
                                            && Utf8.isAscii(b, start + 2, value);
                            case 0x21 -> rest == 9 && Utf8.isAscii(b, start + 2, value);
                            default -> false;
                        };
                if (usual) {
                    return 0;
                }
            }
        }
        return message(b, start, end, Schema.KEY_VALUE, depth);
    }

    /** Whether the range is exactly one varint. */
    private static boolean isVarint(byte[] b, int start, int end) {
        int last = end - 1;
        for (int i = start; i < last; i++) {
            if (b[i] >= 0) {
                return false;
            }
        }
        return b[last] >= 0 && end - start <= 10;
    }

    private static void checkSpecial(byte[] b, int start, int end, int action)
            throws MalformedTelemetryException {
        int length = end - start;
        switch (action) {
            case WireActions.ID16 -> checkId(start, length, 16);
            case WireActions.ID8 -> checkId(start, length, 8);
            case WireActions.PACKED_FIXED64 -> checkMultiple(start, length, Long.BYTES);
            case WireActions.PACKED_FIXED32 -> checkMultiple(start, length, Integer.BYTES);
            default -> {
                int p = start;
                while (p < end) {
                    p = WireReader.skipVarint(b, p, end);
                }
            }
        }
    }

    private static void checkId(int start, int length, int expected)
            throws MalformedTelemetryException {
        if (length != 0 && length != expected) {
            throw new MalformedTelemetryException(
                    "unmarshal: invalid ID length: %d (expected: 0 or %d)"
                            .formatted(length, expected),
                    start);
        }
    }

    private static void checkMultiple(int start, int length, int size)
            throws MalformedTelemetryException {
        if (length % size != 0) {
            throw WireReader.truncated(start);
        }
    }

    /**
     * The action for a key that the table does not answer and the position behind the key; for an
     * unknown field {@link #OTHER} and the position behind its value.
     */
    private static long resolve(byte[] b, int at, int end, int type)
            throws MalformedTelemetryException {
        long read = WireReader.key(b, at, end);
        int key = (int) (read >>> 32);
        int behind = (int) read;
        SchemaField field = Schema.MESSAGES[type].field(key >>> 3);
        if (field == null) {
            return WireReader.skip(b, behind, end, key);
        }
        long action = ACTIONS[type << 8 | key];
        if (action == OTHER) {
            throw new MalformedTelemetryException(
                    "proto: wrong wireType = %d for field %s of %s"
                            .formatted(key & 7, field.snakeName(), Schema.MESSAGES[type].name()),
                    at);
        }
        return action << 32 | behind;
    }

    /**
     * The data points of a checked metric that do not count: where gauge, sum and so on occur
     * together, the last one wins.
     */
    private static long shadowedPoints(byte[] b, int start, int end, int depth)
            throws MalformedTelemetryException {
        int lastChange = lastDataChange(b, start, end);
        long shadowed = 0;
        int p = start;
        while (p < lastChange) {
            long read = WireReader.key(b, p, end);
            int value = (int) read;
            SchemaField field = dataField((int) (read >>> 32));
            p = WireReader.skip(b, value, end, (int) (read >>> 32));
            if (field != null) {
                int data = WireReader.skipVarint(b, value, end);
                shadowed += message(b, data, p, field.message(), depth) & 0xffff_ffffL;
            }
        }
        return shadowed;
    }

    /**
     * Where the last run of data fields of one kind begins; {@code start} if it is the only one.
     */
    private static int lastDataChange(byte[] b, int start, int end)
            throws MalformedTelemetryException {
        int current = 0;
        int change = start;
        int p = start;
        while (p < end) {
            long read = WireReader.key(b, p, end);
            SchemaField field = dataField((int) (read >>> 32));
            if (field != null) {
                change = current == 0 || current == field.number() ? change : p;
                current = field.number();
            }
            p = WireReader.skip(b, (int) read, end, (int) (read >>> 32));
        }
        return change;
    }

    private static @Nullable SchemaField dataField(int key) {
        SchemaField field = Schema.MESSAGES[Schema.METRIC].field(key >>> 3);
        return field != null && field.oneof() >= 0 ? field : null;
    }
}
