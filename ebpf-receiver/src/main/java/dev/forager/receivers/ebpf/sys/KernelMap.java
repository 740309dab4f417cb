// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.sys;

import org.jspecify.annotations.Nullable;

/** A table by key: in the kernel, or in a test of its own. Thread-safe. */
public interface KernelMap {
    /** What {@link #forEach} calls; both views are valid inside the call only. */
    @FunctionalInterface
    interface EntryVisitor {
        /** One entry; of a per-CPU map the value has all copies. */
        void entry(StructView key, StructView value);
    }

    /** The name in the object. */
    String name();

    /** Bytes of one copy of a value, with what the kernel puts between two of them. */
    int stride();

    /** Copies of a value: the possible CPUs, or 1. */
    int copies();

    /** The value of a key; null where there is none. */
    @Nullable StructView lookup(byte[] key) throws BpfException;

    /** Puts a value, in the place of an older one. */
    void put(byte[] key, byte[] value) throws BpfException;

    /** Removes an entry; whether it was there. */
    boolean remove(byte[] key) throws BpfException;

    /**
     * Shows every entry, many at a time. Entries that come or go meanwhile may be shown or not; one
     * that stays is shown once.
     */
    void forEach(EntryVisitor visitor) throws BpfException;

    /** The sum of a 64-bit field over all copies of a value. */
    default long sum(StructView value, int offset) {
        long sum = 0;
        for (int i = 0; i < copies(); i++) {
            sum += value.u64(i * stride() + offset);
        }
        return sum;
    }

    /** The least of a 64-bit field over all copies that are not 0; 0 where all are. */
    default long earliest(StructView value, int offset) {
        long least = 0;
        for (int i = 0; i < copies(); i++) {
            long each = value.u64(i * stride() + offset);
            least = each == 0 || (least != 0 && least < each) ? least : each;
        }
        return least;
    }

    /** The greatest of a 64-bit field over all copies of a value. */
    default long latest(StructView value, int offset) {
        long greatest = 0;
        for (int i = 0; i < copies(); i++) {
            greatest = Math.max(greatest, value.u64(i * stride() + offset));
        }
        return greatest;
    }
}
