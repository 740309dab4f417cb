// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

import java.util.Arrays;

/**
 * A growing buffer of protobuf. A message is begun with a guess at the size of its length, since
 * the length is known only at its end; where the guess was wrong, the content is moved. Confined to
 * one thread.
 */
final class WireWriter {
    private static final int MAX_VARINT = 10;
    private static final byte[] HEX_DIGITS = hexDigits();

    private byte[] bytes;
    private int size;

    WireWriter(int capacity) {
        bytes = new byte[Math.max(64, capacity)];
    }

    int size() {
        return size;
    }

    byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }

    /** Gives up everything written after {@code toSize}. */
    void truncate(int toSize) {
        size = toSize;
    }

    void varint(long value) {
        need(MAX_VARINT);
        size = putVarint(size, value);
    }

    void fixed64(long value) {
        need(Long.BYTES);
        Utf8.LONGS.set(bytes, size, value);
        size += Long.BYTES;
    }

    void fixed32(int value) {
        need(Integer.BYTES);
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
            bytes[size++] = (byte) (value >>> shift);
        }
    }

    void oneByte(int value) {
        need(1);
        bytes[size++] = (byte) value;
    }

    void bytes(byte[] value) {
        varint(value.length);
        need(value.length);
        System.arraycopy(value, 0, bytes, size, value.length);
        size += value.length;
    }

    /** Length and bytes of hexadecimal digits in pairs; false, and nothing written, for others. */
    boolean hex(char[] chars, int offset, int length) {
        need(MAX_VARINT + length / 2);
        int p = putVarint(size, length / 2);
        int bad = 0;
        for (int i = offset; i < offset + length; i += 2) {
            int value = hexDigit(chars[i]) << 4 | hexDigit(chars[i + 1]);
            bad |= value;
            bytes[p++] = (byte) value;
        }
        if (bad < 0) {
            return false;
        }
        size = p;
        return true;
    }

    private static int hexDigit(char c) {
        // Character.digit would take the digits of other scripts too.
        return c < HEX_DIGITS.length ? HEX_DIGITS[c] : -1;
    }

    private static byte[] hexDigits() {
        byte[] digits = new byte['f' + 1];
        for (int c = 0; c < digits.length; c++) {
            digits[c] = (byte) Character.digit(c, 16);
        }
        return digits;
    }

    /** Length and UTF-8 of the characters; a surrogate without its partner becomes U+FFFD. */
    void string(char[] chars, int offset, int length) {
        need(MAX_VARINT + length * 3);
        int begin = size;
        size = putVarint(size, length);
        int i = 0;
        while (i < length && chars[offset + i] < 0x80) {
            bytes[size++] = (byte) chars[offset + i++];
        }
        if (i < length) {
            size = begin;
            int content = begin(Wire.varintSize(length));
            utf8(chars, offset, offset + length);
            end(content, Wire.varintSize(length));
        }
    }

    /** Begins a length-delimited value whose length takes {@code guess} bytes. */
    int begin(int guess) {
        need(guess);
        size += guess;
        return size;
    }

    /** Ends the value whose content began at {@code content}. */
    void end(int content, int guess) {
        int length = size - content;
        int needed = Wire.varintSize(length);
        if (needed != guess) {
            need(Math.max(0, needed - guess));
            System.arraycopy(bytes, content, bytes, content - guess + needed, length);
            size += needed - guess;
        }
        putVarint(content - guess, length);
    }

    private void utf8(char[] chars, int start, int end) {
        int i = start;
        while (i < end) {
            char c = chars[i++];
            if (c < 0x80) {
                bytes[size++] = (byte) c;
            } else if (c < 0x800) {
                bytes[size++] = (byte) (0xc0 | c >> 6);
                bytes[size++] = (byte) (0x80 | (c & 0x3f));
            } else if (Character.isHighSurrogate(c)
                    && i < end
                    && Character.isLowSurrogate(chars[i])) {
                int point = Character.toCodePoint(c, chars[i++]);
                bytes[size++] = (byte) (0xf0 | point >> 18);
                bytes[size++] = (byte) (0x80 | (point >> 12 & 0x3f));
                bytes[size++] = (byte) (0x80 | (point >> 6 & 0x3f));
                bytes[size++] = (byte) (0x80 | (point & 0x3f));
            } else {
                char known = Character.isSurrogate(c) ? '\ufffd' : c;
                bytes[size++] = (byte) (0xe0 | known >> 12);
                bytes[size++] = (byte) (0x80 | (known >> 6 & 0x3f));
                bytes[size++] = (byte) (0x80 | (known & 0x3f));
            }
        }
    }

    private int putVarint(int at, long value) {
        int p = at;
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            bytes[p++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[p++] = (byte) rest;
        return p;
    }

    private void need(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }
}
