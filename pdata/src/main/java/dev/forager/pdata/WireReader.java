// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

import java.util.Arrays;

/**
 * Reads keys, varints and lengths of bytes that nobody has checked yet, and skips what is unknown.
 * Results that need a value and the position behind it come packed as {@code value << 32 |
 * position}, so that nothing is allocated. Stateless.
 */
final class WireReader {
    /** Levels of unknown groups within each other; bounds the memory for their numbers to 4 MiB. */
    static final int MAX_GROUPS = 1 << 20;

    private static final int MAX_VARINT_BYTES = 10;

    private WireReader() {}

    /** The position behind the varint at {@code p}. */
    static int skipVarint(byte[] b, int p, int end) throws MalformedTelemetryException {
        int limit = p + Math.min(end - p, MAX_VARINT_BYTES);
        for (int i = p; i < limit; i++) {
            if (b[i] >= 0) {
                return i + 1;
            }
        }
        throw end - p < MAX_VARINT_BYTES ? truncated(p) : overflow(p);
    }

    /** The varint at {@code p}, whose end a look-ahead or an earlier check has proved. */
    static long varint(byte[] b, int p) {
        long value = 0;
        int shift = 0;
        int i = p;
        while (b[i] < 0) {
            value |= (long) (b[i++] & 0x7f) << shift;
            shift += 7;
        }
        return value | (long) b[i] << shift;
    }

    /** The position behind the varint at {@code p} of checked bytes. */
    static int behindVarint(byte[] b, int p) {
        int i = p;
        while (b[i] < 0) {
            i++;
        }
        return i + 1;
    }

    /** The varint at {@code p} as 32 bits: what is above them goes, as everywhere in protobuf. */
    static int int32(byte[] b, int p) {
        return (int) varint(b, p);
    }

    static long fixed64(byte[] b, int p) {
        return (long) Utf8.LONGS.get(b, p);
    }

    static int fixed32(byte[] b, int p) {
        return (b[p] & 0xff) | (b[p + 1] & 0xff) << 8 | (b[p + 2] & 0xff) << 16 | b[p + 3] << 24;
    }

    /** The position behind the value at {@code p} of checked bytes; its key ends there. */
    static int behind(byte[] b, int p, int key) {
        return switch (key & 7) {
            case Wire.VARINT -> behindVarint(b, p);
            case Wire.FIXED64 -> p + Long.BYTES;
            case Wire.FIXED32 -> p + Integer.BYTES;
            case Wire.LENGTH -> behindVarint(b, p) + (int) varint(b, p);
            default -> {
                try {
                    yield skip(b, p, b.length, key);
                } catch (MalformedTelemetryException e) {
                    throw new IllegalStateException("these bytes were never checked", e);
                }
            }
        };
    }

    /** The length at {@code p} and the position behind it; the value lies within {@code end}. */
    static long length(byte[] b, int p, int end) throws MalformedTelemetryException {
        int behind = skipVarint(b, p, end);
        long length = varint(b, p);
        if (length < 0) {
            throw new MalformedTelemetryException(
                    "proto: negative length found during unmarshaling", p);
        }
        if (length > end - behind) {
            throw truncated(p);
        }
        return length << 32 | behind;
    }

    /** The key at {@code p}, as 32 unsigned bits, and the position behind it. */
    static long key(byte[] b, int p, int end) throws MalformedTelemetryException {
        int behind = skipVarint(b, p, end);
        long key = varint(b, p);
        // https://protobuf.dev/programming-guides/proto3/#assigning: 1 to 2^29 - 1.
        if (key >>> 32 != 0 || key >>> 3 == 0) {
            throw new MalformedTelemetryException(
                    "proto: illegal field number " + (key >>> 3) + " (expected: 1 to 536870911)",
                    p);
        }
        return key << 32 | behind;
    }

    /** The position behind the value of an unknown field, whose key ends at {@code p}. */
    static int skip(byte[] b, int p, int end, int key) throws MalformedTelemetryException {
        return switch (key & 7) {
            case Wire.VARINT -> skipVarint(b, p, end);
            case Wire.FIXED64 -> advance(p, Long.BYTES, end);
            case Wire.FIXED32 -> advance(p, Integer.BYTES, end);
            case Wire.LENGTH -> {
                long length = length(b, p, end);
                yield (int) length + (int) (length >>> 32);
            }
            case Wire.START_GROUP -> skipGroup(b, p, end, key);
            case Wire.END_GROUP ->
                    throw new MalformedTelemetryException("proto: unexpected end of group", p);
            default ->
                    throw new MalformedTelemetryException(
                            "proto: illegal wireType " + (key & 7), p);
        };
    }

    /** Skips to the end of a group, in a loop: the sender chooses how deep groups nest. */
    private static int skipGroup(byte[] b, int start, int end, int startKey)
            throws MalformedTelemetryException {
        int[] open = {startKey, 0, 0, 0};
        int depth = 1;
        int p = start;
        while (depth > 0) {
            if (p >= end) {
                throw truncated(start);
            }
            long read = key(b, p, end);
            int key = (int) (read >>> 32);
            int behind = (int) read;
            if ((key & 7) == Wire.START_GROUP) {
                if (depth == MAX_GROUPS) {
                    throw new MalformedTelemetryException("proto: groups nest too deep", p);
                }
                open = depth == open.length ? Arrays.copyOf(open, depth * 2) : open;
                open[depth++] = key;
                p = behind;
            } else if ((key & 7) == Wire.END_GROUP) {
                if (open[--depth] >>> 3 != key >>> 3) {
                    throw new MalformedTelemetryException("proto: unexpected end of group", p);
                }
                p = behind;
            } else {
                p = skip(b, behind, end, key);
            }
        }
        return p;
    }

    private static int advance(int p, int bytes, int end) throws MalformedTelemetryException {
        if (bytes > end - p) {
            throw truncated(p);
        }
        return p + bytes;
    }

    static MalformedTelemetryException truncated(int position) {
        return new MalformedTelemetryException("unexpected EOF", position);
    }

    private static MalformedTelemetryException overflow(int position) {
        return new MalformedTelemetryException(
                "proto: integer overflow: a varint of more than 10 bytes", position);
    }
}
