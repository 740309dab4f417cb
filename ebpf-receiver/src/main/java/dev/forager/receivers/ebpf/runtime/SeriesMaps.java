// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.runtime;

import dev.forager.receivers.ebpf.emit.DurationHistogram;
import dev.forager.receivers.ebpf.emit.Resources;
import dev.forager.receivers.ebpf.sys.BpfException;
import dev.forager.receivers.ebpf.sys.Btf;
import dev.forager.receivers.ebpf.sys.KernelMap;
import dev.forager.receivers.ebpf.sys.StructView;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A map of durations and a map of counts of one object (histogram.h, series.h), both by a key with
 * a control group in it. What finds no room in them is counted by the kernel under the key of
 * {@link Resources#OVERFLOW}; series that have been idle for long make room. Confined to one
 * thread.
 */
public final class SeriesMaps {
    private final KernelMap durations;
    private final KernelMap counts;
    private final int cgroup;
    private final DurationHistogram.Layout histogram;
    private final SeriesCount.Layout counter;
    private final MapSweeper durationSweeper;
    private final MapSweeper countSweeper;

    /**
     * The maps.
     *
     * @param btf of their object, with {@code histogram} and {@code series_count}
     * @param cgroup where the control group stands in the key
     * @param mostDurations capacity of {@code durations}
     * @param mostCounts capacity of {@code counts}
     */
    public SeriesMaps(
            Btf btf,
            KernelMap durations,
            int mostDurations,
            KernelMap counts,
            int mostCounts,
            int cgroup)
            throws BpfException {
        this.durations = durations;
        this.counts = counts;
        this.cgroup = cgroup;
        histogram = DurationHistogram.Layout.of(btf);
        counter = SeriesCount.Layout.of(btf);
        durationSweeper = new MapSweeper(durations, histogram.lastNs(), mostDurations);
        countSweeper = new MapSweeper(counts, counter.lastNs(), mostCounts);
    }

    /** Makes the entry of what will find no room: it must be there before. */
    public void reserve(byte[] key) throws BpfException {
        for (KernelMap each : List.of(durations, counts)) {
            if (each.lookup(key) == null) {
                each.put(key, new byte[each.stride() * each.copies()]);
            }
        }
    }

    /** The durations by series. */
    public <S> Map<S, DurationHistogram> durations(Function<StructView, S> series)
            throws BpfException {
        Map<S, DurationHistogram> times = new HashMap<>();
        long now = System.nanoTime();
        durations.forEach(
                (key, value) -> {
                    times.computeIfAbsent(series.apply(key), _ -> new DurationHistogram())
                            .add(value, histogram);
                    seen(durationSweeper, key, value, now);
                });
        durationSweeper.sweep();
        return times;
    }

    /** The counts by series. */
    public <S> Map<S, SeriesCount> counts(Function<StructView, S> series) throws BpfException {
        Map<S, SeriesCount> totals = new HashMap<>();
        long now = System.nanoTime();
        counts.forEach(
                (key, value) -> {
                    totals.merge(
                            series.apply(key),
                            SeriesCount.of(counts, value, counter),
                            SeriesCount::plus);
                    seen(countSweeper, key, value, now);
                });
        countSweeper.sweep();
        return totals;
    }

    /** The entries of the rest stay, or what finds no room would be lost. */
    private void seen(MapSweeper sweeper, StructView key, StructView value, long now) {
        if (key.u64(cgroup) != Resources.OVERFLOW) {
            sweeper.see(key, value, now);
        }
    }
}
