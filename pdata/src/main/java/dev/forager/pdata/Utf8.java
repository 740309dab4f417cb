// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

import java.io.ByteArrayOutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Checks and mends UTF-8 in byte ranges, by table 3-7 of the <a
 * href="https://www.unicode.org/versions/Unicode16.0.0/core-spec/chapter-3/#G7404">Unicode
 * standard</a>. Mending replaces each maximal subpart of an ill-formed sequence by one U+FFFD, as
 * the WHATWG encoding standard and browsers do. (Go's {@code strings.ToValidUTF8} makes one U+FFFD
 * of a whole run of them and so hides how much was lost.)
 */
final class Utf8 {
    static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long HIGH_BITS = 0x8080808080808080L;

    private Utf8() {}

    /** Whether all bytes of the range are below 0x80; eight at a time. */
    static boolean isAscii(byte[] bytes, int start, int end) {
        int p = start;
        while (end - p >= Long.BYTES) {
            if (((long) LONGS.get(bytes, p) & HIGH_BITS) != 0) {
                return false;
            }
            p += Long.BYTES;
        }
        if (bytes.length - p >= Long.BYTES) {
            // The last 0 to 7 bytes in one load; what lies behind the range is masked away.
            long inside = (1L << ((end - p) << 3)) - 1;
            return ((long) LONGS.get(bytes, p) & HIGH_BITS & inside) == 0;
        }
        int or = 0;
        while (p < end) {
            or |= bytes[p++];
        }
        return or >= 0;
    }

    /** Whether the range is well-formed UTF-8. */
    static boolean isValid(byte[] bytes, int start, int end) {
        return isAscii(bytes, start, end) || wellFormedUntil(bytes, start, end) == end;
    }

    /** The range with every ill-formed sequence replaced; the same bytes where there is none. */
    static byte[] mend(byte[] bytes, int start, int end) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(end - start + 16);
        int p = start;
        while (p < end) {
            int good = wellFormedUntil(bytes, p, end);
            out.write(bytes, p, good - p);
            p = good;
            if (p < end) {
                out.write(0xef);
                out.write(0xbf);
                out.write(0xbd);
                p += Math.max(1, -sequence(bytes, p, end));
            }
        }
        return out.toByteArray();
    }

    /**
     * How many strings of a JSON text hold an ill-formed sequence. What is ill-formed outside of
     * strings counts with the string before it: such a text is refused anyway.
     */
    static int illFormedJsonStrings(byte[] bytes, int start, int end) {
        int strings = 0;
        int from = start;
        while (from < end) {
            int bad = wellFormedUntil(bytes, from, end);
            if (bad == end) {
                return strings;
            }
            strings++;
            from = endOfString(bytes, bad, end);
        }
        return strings;
    }

    /** Behind the quote that ends the string around {@code p}. */
    private static int endOfString(byte[] bytes, int p, int end) {
        for (int i = p; i < end; i++) {
            if (bytes[i] == '\\') {
                i++;
            } else if (bytes[i] == '"') {
                return i + 1;
            }
        }
        return end;
    }

    /** The end of the longest well-formed prefix. */
    private static int wellFormedUntil(byte[] bytes, int start, int end) {
        int p = start;
        while (p < end) {
            if (bytes[p] >= 0) {
                p++;
                continue;
            }
            int n = sequence(bytes, p, end);
            if (n <= 0) {
                return p;
            }
            p += n;
        }
        return p;
    }

    /**
     * Length of the sequence of 2 to 4 bytes at {@code p}; where it is ill-formed, minus the length
     * of its maximal subpart (0: not even the first byte can begin a sequence).
     */
    private static int sequence(byte[] bytes, int p, int end) {
        int first = bytes[p] & 0xff;
        if (first < 0xc2 || first > 0xf4) {
            return 0;
        }
        int second = p + 1 < end ? bytes[p + 1] & 0xff : 0;
        // The second byte excludes overlong forms, surrogates and what lies above U+10FFFF.
        int low = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
        int high = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
        if (second < low || second > high) {
            return -1;
        }
        int length = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
        for (int i = 2; i < length; i++) {
            if (p + i >= end || (bytes[p + i] & 0xc0) != 0x80) {
                return -i;
            }
        }
        return length;
    }
}
