// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

/**
 * Wire types of <a href="https://protobuf.dev/programming-guides/encoding/">protobuf</a> and the
 * sizes of varints.
 */
final class Wire {
    static final int VARINT = 0;
    static final int FIXED64 = 1;
    static final int LENGTH = 2;
    static final int START_GROUP = 3;
    static final int END_GROUP = 4;
    static final int FIXED32 = 5;

    private Wire() {}

    /** Bytes of {@code value} as a varint, 1 to 10. */
    static int varintSize(long value) {
        // 9/64 is near enough to 1/7 for 1 to 64 bits; an exact division costs more.
        return ((Long.SIZE - Long.numberOfLeadingZeros(value | 1)) * 9 + 64) >>> 6;
    }
}
