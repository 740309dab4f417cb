// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.custom;

import java.util.Locale;
import java.util.Set;

/** What a field of a key or record holds, and so what becomes of it. */
public enum FieldType {
    /** Unsigned number of 8 bits. */
    U8(1, true),
    /** Unsigned number of 16 bits. */
    U16(2, true),
    /** Unsigned number of 32 bits. */
    U32(4, true),
    /** Number of 64 bits; OTLP has no unsigned ones, so above 2^63 it is negative. */
    U64(8, true),
    /** Signed number of 8 bits. */
    S8(1, true),
    /** Signed number of 16 bits. */
    S16(2, true),
    /** Signed number of 32 bits. */
    S32(4, true),
    /** Signed number of 64 bits. */
    S64(8, true),
    /** Bytes that end at the first NUL. */
    STRING(0, false),
    /** An address of 4 or 16 bytes, in the network's order. */
    IP(16, false),
    /** The id of a control group of version 2: the resource, with its container. */
    CGROUP(8, false),
    /** An address in the kernel's code: the name of the function. */
    KSYM(8, false),
    /** The number of a system call: its name. */
    SYSCALL(4, false),
    /** An error number, negative or not: its name; none for 0. */
    ERRNO(4, false),
    /** The number of a block device, as the kernel keeps it: the name of the disk. */
    DEV(4, false),
    /** A time of bpf_ktime_get_ns: the time of the record. */
    KTIME(8, false);

    private final int bytes;
    private final boolean isNumber;

    FieldType(int bytes, boolean isNumber) {
        this.bytes = bytes;
        this.isNumber = isNumber;
    }

    /** Bytes where nothing else is said; 0 where something must be. */
    int bytes() {
        return bytes;
    }

    /** Whether names may be given to its values. */
    boolean isNumber() {
        return isNumber;
    }

    /** Whether a field of so many bytes can be one. */
    boolean fits(int size) {
        return switch (this) {
            case STRING -> size > 0;
            case IP -> size == 4 || size == 16;
            case SYSCALL, ERRNO, DEV -> Set.of(2, 4, 8).contains(size);
            default -> size == bytes;
        };
    }

    /** As it is written in a configuration. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
