// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.system;

import static dev.forager.receivers.ebpf.system.KernelText.NONE;

import dev.forager.receivers.ebpf.emit.Instrument;
import dev.forager.receivers.ebpf.emit.MetricSheet;
import java.nio.file.Path;
import java.util.Map;

/** Memory by state, from {@code /proc/meminfo}. Immutable. */
final class HostMemory {
    private static final Instrument USAGE =
            Instrument.upDownCounter("system.memory.usage", "By", "Memory by state.");
    private static final Instrument UTILIZATION =
            Instrument.gauge("system.memory.utilization", "1", "Share of memory by state.");
    private static final Instrument LIMIT =
            Instrument.upDownCounter("system.memory.limit", "By", "Memory of the host.");
    private static final Instrument AVAILABLE =
            Instrument.upDownCounter(
                    "system.memory.linux.available",
                    "By",
                    "What new programs could have without swapping, as the kernel estimates.");
    private static final Instrument SHARED =
            Instrument.upDownCounter(
                    "system.memory.linux.shared", "By", "Shared memory, tmpfs included.");
    private static final Instrument SLAB =
            Instrument.upDownCounter(
                    "system.memory.linux.slab.usage", "By", "Memory of the kernel's caches.");

    private final Path file;

    HostMemory(Path proc) {
        file = proc.resolve("meminfo");
    }

    void collect(MetricSheet sheet) {
        Map<String, Long> table = KernelText.table(KernelText.lines(file));
        long total = table.getOrDefault("MemTotal", NONE);
        long free = table.getOrDefault("MemFree", NONE);
        var points = new Points(sheet);
        if (total > 0 && free >= 0) {
            long buffers = table.getOrDefault("Buffers", 0L);
            // As free(1): what can be reclaimed of the kernel's caches is cache too.
            long cached = table.getOrDefault("Cached", 0L) + table.getOrDefault("SReclaimable", 0L);
            state(points, "used", Math.max(0, total - free - buffers - cached), total);
            state(points, "free", free, total);
            state(points, "buffers", buffers, total);
            state(points, "cached", cached, total);
        }
        points.sum(LIMIT, total);
        points.sum(AVAILABLE, table.getOrDefault("MemAvailable", NONE));
        points.sum(SHARED, table.getOrDefault("Shmem", NONE));
        points.sum(SLAB, table.getOrDefault("SReclaimable", NONE))
                .put("system.memory.linux.slab.state", "reclaimable");
        points.sum(SLAB, table.getOrDefault("SUnreclaim", NONE))
                .put("system.memory.linux.slab.state", "unreclaimable");
    }

    private static void state(Points points, String state, long bytes, long total) {
        points.sum(USAGE, bytes).put("system.memory.state", state);
        points.gauge(UTILIZATION, (double) bytes / total).put("system.memory.state", state);
    }
}
