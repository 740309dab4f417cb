// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.system;

import dev.forager.receivers.ebpf.emit.Instrument;
import dev.forager.receivers.ebpf.emit.MetricSheet;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Time of the CPUs by mode, from {@code /proc/stat}; utilization is that between two collections.
 * Confined to one thread.
 */
final class HostCpu {
    private static final Instrument TIME =
            Instrument.counter("system.cpu.time", "s", "Seconds each CPU spent in each mode.");
    private static final Instrument UTILIZATION =
            Instrument.gauge(
                    "system.cpu.utilization",
                    "1",
                    "Share of the time since the last collection that each CPU spent in a mode.");
    private static final Instrument COUNT =
            Instrument.upDownCounter("system.cpu.logical.count", "{cpu}", "CPUs online.");

    /** Modes of the conventions; where each column of the file goes. */
    private static final List<String> MODES =
            List.of("user", "nice", "system", "idle", "iowait", "interrupt", "steal");

    private static final int[] MODE_OF_COLUMN = {0, 1, 2, 3, 4, 5, 5, 6};
    private static final int LEAST_COLUMNS = 4;

    /** USER_HZ: the unit of the file on every architecture that this runs on. */
    private static final double TICKS_PER_SECOND = 100;

    private final Path file;
    private Map<Integer, long[]> before = new HashMap<>();

    HostCpu(Path proc) {
        file = proc.resolve("stat");
    }

    void collect(MetricSheet sheet) {
        var points = new Points(sheet);
        Map<Integer, long[]> now = new HashMap<>();
        for (String line : KernelText.lines(file)) {
            String[] words = KernelText.words(line);
            long cpu = words[0].startsWith("cpu") ? KernelText.number(words[0].substring(3)) : -1;
            long[] ticks = cpu < 0 || cpu > Integer.MAX_VALUE ? null : ticks(words);
            if (ticks != null) {
                now.put((int) cpu, ticks);
                write(points, cpu, ticks, before.get((int) cpu));
            }
        }
        if (!now.isEmpty()) {
            points.sum(COUNT, now.size());
        }
        before = now;
    }

    private static long @Nullable [] ticks(String[] words) {
        long[] ticks = new long[MODES.size()];
        for (int i = 0; i < MODE_OF_COLUMN.length; i++) {
            long number = KernelText.number(words, i + 1);
            if (number < 0 && i < LEAST_COLUMNS) {
                return null;
            }
            ticks[MODE_OF_COLUMN[i]] += Math.max(0, number);
        }
        return ticks;
    }

    private static void write(Points points, long cpu, long[] ticks, long @Nullable [] earlier) {
        long elapsed = 0;
        for (int i = 0; earlier != null && i < ticks.length; i++) {
            elapsed += Math.max(0, ticks[i] - earlier[i]);
        }
        for (int i = 0; i < ticks.length; i++) {
            String mode = MODES.get(i);
            points.sum(TIME, ticks[i] / TICKS_PER_SECOND)
                    .put("cpu.mode", mode)
                    .put("cpu.logical_number", cpu);
            if (earlier != null && elapsed > 0) {
                // Idle time may step back by a tick or two: the kernel says so itself.
                double share = (double) Math.max(0, ticks[i] - earlier[i]) / elapsed;
                points.gauge(UTILIZATION, share)
                        .put("cpu.mode", mode)
                        .put("cpu.logical_number", cpu);
            }
        }
    }
}
