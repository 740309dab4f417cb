// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.runtime;

import dev.forager.receivers.ebpf.sys.BpfException;
import dev.forager.receivers.ebpf.sys.Btf;
import dev.forager.receivers.ebpf.sys.BtfStruct;
import dev.forager.receivers.ebpf.sys.KernelMap;
import dev.forager.receivers.ebpf.sys.StructView;

/**
 * A counter of the kernel, or several joined. Immutable.
 *
 * @param firstNs monotonic time of its begin
 */
public record SeriesCount(long value, long firstNs) {
    /** Where the fields of {@code struct series_count} lie. */
    record Layout(int count, int firstNs, int lastNs) {
        static Layout of(Btf btf) throws BpfException {
            BtfStruct value = btf.struct("series_count");
            return new Layout(
                    value.offset("count", 8),
                    value.offset("first_ns", 8),
                    value.offset("last_ns", 8));
        }
    }

    /** The counter of all CPUs. */
    static SeriesCount of(KernelMap map, StructView value, Layout layout) {
        return new SeriesCount(map.sum(value, layout.count), map.earliest(value, layout.firstNs));
    }

    SeriesCount plus(SeriesCount other) {
        return new SeriesCount(value + other.value, Math.min(firstNs, other.firstNs));
    }
}
