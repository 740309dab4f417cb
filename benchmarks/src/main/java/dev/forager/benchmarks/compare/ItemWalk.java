// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.benchmarks.compare;

import dev.forager.pdata.Signal;
import java.util.function.IntConsumer;

/**
 * Finds the identity of each item in a serialised export request without decoding it: span id of a
 * span, observed time of a log record, time of a data point. All are eight bytes.
 *
 * <p>Independent of the product's own scanner on purpose: a fault there must not hide from this
 * check.
 */
final class ItemWalk {
    private static final int RECORDS = 2;
    private static final int SPAN_ID = 2;
    private static final int LOG_OBSERVED_TIME = 11;
    private static final int POINT_TIME = 3;

    private final byte[] bytes;
    private final Signal signal;
    private final IntConsumer found;

    private ItemWalk(byte[] bytes, Signal signal, IntConsumer found) {
        this.bytes = bytes;
        this.signal = signal;
        this.found = found;
    }

    /** Gives the offset of each item's eight identity bytes in {@code [from, to)}. */
    static void walk(byte[] bytes, int from, int to, Signal signal, IntConsumer found) {
        new ItemWalk(bytes, signal, found).level(from, to, 0);
    }

    /** The identities of all items. */
    static Identities identities(byte[] bytes, int from, int to, Signal signal) {
        var total = new Identities[] {Identities.NONE};
        walk(bytes, from, to, signal, at -> total[0] = total[0].plus(longAt(bytes, at)));
        return total[0];
    }

    static long longAt(byte[] bytes, int at) {
        long value = 0;
        for (int i = 7; i >= 0; i--) {
            value = (value << 8) | (bytes[at + i] & 0xff);
        }
        return value;
    }

    static void putLong(byte[] bytes, int at, long value) {
        for (int i = 0; i < 8; i++) {
            bytes[at + i] = (byte) (value >>> (8 * i));
        }
    }

    // Levels: 0 request (field 1), 1 resource (field 2), 2 scope (field 2), then the record.
    private void level(int from, int to, int level) {
        int position = from;
        while (position < to) {
            long tag = varint(position);
            position = next(position);
            int field = (int) (tag >>> 3);
            int end = end(position, (int) tag & 7);
            if (field == (level == 0 ? 1 : RECORDS)) {
                int start = next(position);
                if (level < 2) {
                    level(start, end, level + 1);
                } else {
                    record(start, end);
                }
            }
            position = end;
        }
    }

    private void record(int from, int to) {
        switch (signal) {
            case TRACES -> fields(from, to, SPAN_ID, 1);
            case LOGS -> fields(from, to, LOG_OBSERVED_TIME, 0);
            case METRICS -> points(from, to);
            case PROFILES -> throw new IllegalArgumentException("profiles have no scenario");
        }
    }

    // A metric holds its points in field 1 of one of the messages 5, 7, 9, 10, 11.
    private void points(int from, int to) {
        int position = from;
        while (position < to) {
            long tag = varint(position);
            position = next(position);
            int field = (int) (tag >>> 3);
            int end = end(position, (int) tag & 7);
            if (field == 5 || field == 7 || field == 9 || field == 10 || field == 11) {
                int inner = next(position);
                while (inner < end) {
                    long innerTag = varint(inner);
                    inner = next(inner);
                    int innerEnd = end(inner, (int) innerTag & 7);
                    if (innerTag >>> 3 == 1) {
                        fields(next(inner), innerEnd, POINT_TIME, 0);
                    }
                    inner = innerEnd;
                }
            }
            position = end;
        }
    }

    private void fields(int from, int to, int wanted, int lengthBytes) {
        int position = from;
        while (position < to) {
            long tag = varint(position);
            position = next(position);
            int end = end(position, (int) tag & 7);
            if (tag >>> 3 == wanted) {
                found.accept(position + lengthBytes);
                return;
            }
            position = end;
        }
    }

    private int end(int position, int wireType) {
        return switch (wireType) {
            case 0 -> next(position);
            case 1 -> position + 8;
            case 2 -> next(position) + (int) varint(position);
            case 5 -> position + 4;
            default -> throw new IllegalStateException("wire type " + wireType);
        };
    }

    private long varint(int position) {
        long value = 0;
        int shift = 0;
        int at = position;
        while (true) {
            byte b = bytes[at++];
            value |= (long) (b & 0x7f) << shift;
            if (b >= 0) {
                return value;
            }
            shift += 7;
        }
    }

    private int next(int position) {
        int at = position;
        while (bytes[at] < 0) {
            at++;
        }
        return at + 1;
    }
}
