// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Little-endian numbers in arrays. */
final class Bytes {
    private static final VarHandle SHORT =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private Bytes() {}

    /** Two bytes, unsigned. */
    static int littleShort(byte[] source, int at) {
        return (short) SHORT.get(source, at) & 0xffff;
    }

    /** Three bytes, unsigned. */
    static int littleMedium(byte[] source, int at) {
        return littleShort(source, at) | (source[at + 2] & 0xff) << 16;
    }

    static int littleInt(byte[] source, int at) {
        return (int) INT.get(source, at);
    }

    static long littleLong(byte[] source, int at) {
        return (long) LONG.get(source, at);
    }

    static void putLittleInt(byte[] target, int at, int value) {
        INT.set(target, at, value);
    }
}
