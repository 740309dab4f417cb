// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

import java.util.HexFormat;

/**
 * The id of a span within its trace: 8 bytes. Immutable.
 *
 * @param value the bytes, big-endian
 */
public record SpanId(long value) {
    /** Bytes of an id on the wire. */
    public static final int LENGTH = 8;

    /** All zeroes: no id, which the specification calls invalid. */
    public static final SpanId NONE = new SpanId(0);

    /**
     * The id of {@value #LENGTH} bytes.
     *
     * @throws IllegalArgumentException for another number of bytes
     */
    public static SpanId of(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException(
                    "span id: %d bytes (expected: %d)".formatted(bytes.length, LENGTH));
        }
        return new SpanId(FieldReader.bigEndianAt(bytes, 0));
    }

    /**
     * The id written as 16 hexadecimal digits of either case.
     *
     * @throws IllegalArgumentException for anything else
     */
    public static SpanId ofHex(String hex) {
        return of(HexFormat.of().parseHex(hex));
    }

    /** False for {@link #NONE}. */
    public boolean isValid() {
        return value != 0;
    }

    /** A fresh array of the bytes. */
    public byte[] toBytes() {
        byte[] bytes = new byte[LENGTH];
        FieldWriter.putBigEndian(bytes, 0, value);
        return bytes;
    }

    /** The lower-case hexadecimal form. */
    public String hex() {
        return HexFormat.of().toHexDigits(value);
    }

    @Override
    public String toString() {
        return hex();
    }
}
