// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.custom;

import dev.forager.receivers.ebpf.sys.StructView;

/**
 * A field of a struct as the compiler laid it out. Immutable.
 *
 * @param name its name
 * @param offset in bytes
 * @param size in bytes
 * @param isSigned whether it is a signed number
 */
record Member(String name, int offset, int size, boolean isSigned) {
    /** The number that it holds, its bytes beginning at {@code base}. */
    long number(StructView view, int base) {
        int at = base + offset;
        return switch (size) {
            case 1 -> isSigned ? (byte) view.u8(at) : view.u8(at);
            case 2 -> isSigned ? (short) view.u16(at) : view.u16(at);
            case 4 -> isSigned ? view.i32(at) : view.u32(at);
            default -> view.u64(at);
        };
    }
}
