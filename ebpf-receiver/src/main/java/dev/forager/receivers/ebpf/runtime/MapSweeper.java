// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.runtime;

import dev.forager.receivers.ebpf.sys.BpfException;
import dev.forager.receivers.ebpf.sys.KernelMap;
import dev.forager.receivers.ebpf.sys.StructView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes room in a map of series that only grows: when it is three quarters full, entries go that
 * counted nothing for a while. Their series end; if they count again, a new one starts. Used in
 * each pass over the map: {@link #see} for every entry, then {@link #sweep}. Confined to one
 * thread.
 */
public final class MapSweeper {
    /** How long an entry counts nothing before it may go (chosen). */
    public static final Duration IDLE = Duration.ofMinutes(5);

    private final KernelMap map;
    private final int lastNs;
    private final long capacity;
    private final List<byte[]> idle = new ArrayList<>();
    private long seen;

    /**
     * A sweeper of one map.
     *
     * @param lastNs where a value has the monotonic time of its last change
     * @param capacity entries that fit
     */
    public MapSweeper(KernelMap map, int lastNs, long capacity) {
        this.map = map;
        this.lastNs = lastNs;
        this.capacity = capacity;
    }

    /** Notes an entry. */
    public void see(StructView key, StructView value, long nowNs) {
        seen++;
        if (nowNs - map.latest(value, lastNs) > IDLE.toNanos()) {
            idle.add(key.bytes(0, key.length()));
        }
    }

    /** Removes what is idle, if the map was found nearly full; how many entries. */
    public int sweep() throws BpfException {
        boolean isNearlyFull = seen >= capacity - capacity / 4;
        int removed = 0;
        if (isNearlyFull) {
            for (byte[] key : idle) {
                removed += map.remove(key) ? 1 : 0;
            }
        }
        idle.clear();
        seen = 0;
        return removed;
    }
}
