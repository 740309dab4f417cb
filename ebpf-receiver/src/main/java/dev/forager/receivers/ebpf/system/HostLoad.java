// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.system;

import dev.forager.receivers.ebpf.emit.Instrument;
import dev.forager.receivers.ebpf.emit.MetricSheet;
import java.nio.file.Path;
import java.util.List;

/** Load averages, uptime and the number of processes created, from proc. Immutable. */
final class HostLoad {
    private static final List<Instrument> AVERAGES =
            List.of(average("1m"), average("5m"), average("15m"));
    private static final Instrument UPTIME =
            Instrument.gauge("system.uptime", "s", "How long the host has been running.");
    private static final Instrument CREATED =
            Instrument.counter(
                    "system.process.created", "{process}", "Processes created since the start.");

    private final Path proc;

    HostLoad(Path proc) {
        this.proc = proc;
    }

    private static Instrument average(String over) {
        return Instrument.gauge(
                "system.cpu.load_average." + over,
                "{thread}",
                "Tasks that run, wait for a CPU or for a disk, on average.");
    }

    void collect(MetricSheet sheet) {
        var points = new Points(sheet);
        List<String> load = KernelText.lines(proc.resolve("loadavg"));
        if (!load.isEmpty()) {
            String[] words = KernelText.words(load.getFirst());
            for (int i = 0; i < AVERAGES.size() && i < words.length; i++) {
                points.gauge(AVERAGES.get(i), decimal(words[i]));
            }
        }
        List<String> uptime = KernelText.lines(proc.resolve("uptime"));
        if (!uptime.isEmpty()) {
            points.gauge(UPTIME, decimal(KernelText.words(uptime.getFirst())[0]));
        }
        for (String line : KernelText.lines(proc.resolve("stat"))) {
            String[] words = KernelText.words(line);
            if (words[0].equals("processes")) {
                points.sum(CREATED, KernelText.number(words, 1));
            }
        }
    }

    private static double decimal(String word) {
        try {
            double number = Double.parseDouble(word);
            return Double.isFinite(number) ? number : KernelText.NONE;
        } catch (NumberFormatException e) {
            return KernelText.NONE;
        }
    }
}
