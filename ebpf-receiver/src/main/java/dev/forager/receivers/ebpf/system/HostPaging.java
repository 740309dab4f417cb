// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.system;

import static dev.forager.receivers.ebpf.system.KernelText.NONE;

import dev.forager.receivers.ebpf.emit.Instrument;
import dev.forager.receivers.ebpf.emit.MetricSheet;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Page faults and swap, from {@code /proc/vmstat} and {@code /proc/swaps}. Immutable. */
final class HostPaging {
    private static final Instrument FAULTS =
            Instrument.counter("system.paging.faults", "{fault}", "Page faults.");
    private static final Instrument OPERATIONS =
            Instrument.counter("system.paging.operations", "{operation}", "Pages swapped.");
    private static final Instrument USAGE =
            Instrument.upDownCounter("system.paging.usage", "By", "Swap by state.");
    private static final Instrument UTILIZATION =
            Instrument.gauge("system.paging.utilization", "1", "Share of swap by state.");

    private final Path proc;

    HostPaging(Path proc) {
        this.proc = proc;
    }

    void collect(MetricSheet sheet) {
        var points = new Points(sheet);
        Map<String, Long> table = KernelText.table(KernelText.lines(proc.resolve("vmstat")));
        long all = table.getOrDefault("pgfault", NONE);
        long major = table.getOrDefault("pgmajfault", NONE);
        if (all >= 0 && major >= 0) {
            points.sum(FAULTS, major).put("system.paging.fault.type", "major");
            points.sum(FAULTS, Math.max(0, all - major)).put("system.paging.fault.type", "minor");
        }
        points.sum(OPERATIONS, table.getOrDefault("pswpin", NONE))
                .put("system.paging.direction", "in")
                .put("system.paging.fault.type", "major");
        points.sum(OPERATIONS, table.getOrDefault("pswpout", NONE))
                .put("system.paging.direction", "out")
                .put("system.paging.fault.type", "major");
        List<String> swaps = KernelText.lines(proc.resolve("swaps"));
        swaps.stream().skip(1).forEach(line -> swap(KernelText.words(line), points));
    }

    /** File name, type, size, used, priority; sizes in KiB. */
    private static void swap(String[] words, Points points) {
        long size = KernelText.number(words, 2);
        long used = KernelText.number(words, 3);
        if (size <= 0 || used < 0 || used > size || size > Long.MAX_VALUE / 1024) {
            return;
        }
        String device = MountTable.unescape(words[0]);
        state(points, device, "used", used, size);
        state(points, device, "free", size - used, size);
    }

    private static void state(Points points, String device, String state, long kib, long size) {
        points.sum(USAGE, kib * 1024)
                .put("system.device", device)
                .put("system.paging.state", state);
        points.gauge(UTILIZATION, (double) kib / size)
                .put("system.device", device)
                .put("system.paging.state", state);
    }
}
