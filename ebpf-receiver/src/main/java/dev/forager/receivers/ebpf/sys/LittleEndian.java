// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.sys;

/** Numbers as keys and values of maps, on every machine that this runs on. Stateless. */
public final class LittleEndian {
    private LittleEndian() {}

    /** The lowest {@code size} bytes of a number. */
    public static byte[] bytes(long number, int size) {
        var bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) (number >>> (8 * i));
        }
        return bytes;
    }
}
