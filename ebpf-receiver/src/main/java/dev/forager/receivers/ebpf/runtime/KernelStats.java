// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.runtime;

import dev.forager.receivers.ebpf.sys.BpfException;
import dev.forager.receivers.ebpf.sys.Btf;
import dev.forager.receivers.ebpf.sys.BtfStruct;
import dev.forager.receivers.ebpf.sys.KernelMap;
import dev.forager.receivers.ebpf.sys.LittleEndian;
import dev.forager.receivers.ebpf.sys.StructView;
import java.util.Objects;

/** What became of the occurrences of each kind, as the programs counted it. Thread-safe. */
public final class KernelStats {
    private final KernelMap map;
    private final int filtered;
    private final int sampled;
    private final int emitted;
    private final int lost;
    private final int truncated;

    /**
     * Counts of one kind since the programs were loaded.
     *
     * @param filtered not wanted
     * @param sampled left out by sampling
     * @param emitted counted or handed to the reader
     * @param lost no room for it
     * @param truncated emitted, but not whole
     */
    public record Counts(long filtered, long sampled, long emitted, long lost, long truncated) {}

    KernelStats(KernelMap map, Btf btf) throws BpfException {
        this.map = map;
        BtfStruct stats = btf.struct("kind_stats");
        filtered = stats.offset("filtered", 8);
        sampled = stats.offset("sampled", 8);
        emitted = stats.offset("emitted", 8);
        lost = stats.offset("lost", 8);
        truncated = stats.offset("truncated", 8);
    }

    /** The counts of a kind. */
    public Counts of(int kind) throws BpfException {
        byte[] key = LittleEndian.bytes(kind, 4);
        StructView value = Objects.requireNonNull(map.lookup(key), "kind beyond the array");
        return new Counts(
                map.sum(value, filtered),
                map.sum(value, sampled),
                map.sum(value, emitted),
                map.sum(value, lost),
                map.sum(value, truncated));
    }
}
