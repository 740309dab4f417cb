// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

import java.util.HexFormat;

/**
 * The id of a trace: 16 bytes. Immutable.
 *
 * @param high the first eight bytes, big-endian
 * @param low the last eight bytes, big-endian
 */
public record TraceId(long high, long low) {
    /** Bytes of an id on the wire. */
    public static final int LENGTH = 16;

    /** All zeroes: no id, which the specification calls invalid. */
    public static final TraceId NONE = new TraceId(0, 0);

    /**
     * The id of {@value #LENGTH} bytes.
     *
     * @throws IllegalArgumentException for another number of bytes
     */
    public static TraceId of(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException(
                    "trace id: %d bytes (expected: %d)".formatted(bytes.length, LENGTH));
        }
        return read(bytes, 0);
    }

    /**
     * The id written as 32 hexadecimal digits of either case.
     *
     * @throws IllegalArgumentException for anything else
     */
    public static TraceId ofHex(String hex) {
        return of(HexFormat.of().parseHex(hex));
    }

    static TraceId read(byte[] bytes, int offset) {
        return new TraceId(
                Long.reverseBytes(FieldReader.longAt(bytes, offset)),
                Long.reverseBytes(FieldReader.longAt(bytes, offset + Long.BYTES)));
    }

    /** False for {@link #NONE}. */
    public boolean isValid() {
        return (high | low) != 0;
    }

    /** A fresh array of the bytes. */
    public byte[] toBytes() {
        byte[] bytes = new byte[LENGTH];
        write(bytes, 0);
        return bytes;
    }

    int write(byte[] out, int position) {
        FieldWriter.setLong(out, position, Long.reverseBytes(high));
        FieldWriter.setLong(out, position + Long.BYTES, Long.reverseBytes(low));
        return position + LENGTH;
    }

    /** The lower-case hexadecimal form. */
    public String hex() {
        return HexFormat.of().toHexDigits(high) + HexFormat.of().toHexDigits(low);
    }

    @Override
    public String toString() {
        return hex();
    }
}
