// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The id of a trace: 16 bytes. Immutable.
 *
 * @param high the first eight bytes, big-endian
 * @param low the last eight bytes, big-endian
 */
public record TraceId(long high, long low) implements Comparable<TraceId> {
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
        return new TraceId(
                FieldReader.bigEndianAt(bytes, 0), FieldReader.bigEndianAt(bytes, Long.BYTES));
    }

    /**
     * The id written as 32 hexadecimal digits of either case.
     *
     * @throws IllegalArgumentException for anything else
     */
    public static TraceId ofHex(String hex) {
        return of(HexFormat.of().parseHex(hex));
    }

    /**
     * Another one in each process: else a sender could choose ids that all fall on one place of a
     * table.
     */
    private static final long SEED = ThreadLocalRandom.current().nextLong();

    /** A hash of an id, for tables: every bit depends on every bit of the id. */
    static long hash(long high, long low) {
        return mix(mix(high ^ SEED) ^ low);
    }

    /** The finalizer of SplitMix64, https://doi.org/10.1145/2714064.2660195. */
    private static long mix(long bits) {
        long z = (bits ^ bits >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }

    /** False for {@link #NONE}. */
    public boolean isValid() {
        return (high | low) != 0;
    }

    /**
     * Orders by the bytes; so a {@link java.util.HashMap} bears ids that were chosen to collide.
     */
    @Override
    public int compareTo(TraceId other) {
        int byHigh = Long.compareUnsigned(high, other.high);
        return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
    }

    /** A fresh array of the bytes. */
    public byte[] toBytes() {
        byte[] bytes = new byte[LENGTH];
        FieldWriter.putBigEndian(bytes, FieldWriter.putBigEndian(bytes, 0, high), low);
        return bytes;
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
