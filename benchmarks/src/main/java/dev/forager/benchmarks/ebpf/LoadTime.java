// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.benchmarks.ebpf;

import dev.forager.benchmarks.ebpf.EbpfCost.Result;
import dev.forager.receivers.ebpf.runtime.EbpfRuntime;
import dev.forager.receivers.ebpf.runtime.ObjectSpec;
import dev.forager.receivers.ebpf.security.SecurityScenario;
import dev.forager.receivers.ebpf.sys.BpfException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How long it takes until all objects are in the kernel. */
final class LoadTime {
    private static final double GOAL_MS = 150;
    private static final List<String> OBJECTS = List.of("net", "perf", "sec", "faults", "calls");

    private LoadTime() {}

    static List<Result> measure(int rounds) throws BpfException {
        var totals = new double[rounds];
        var spent = new double[rounds];
        for (int i = 0; i < rounds; i++) {
            long began = System.nanoTime();
            long cpu = EventCost.cpuNanos();
            EbpfRuntime runtime = BareRuntime.acquire();
            try {
                // As a receiver with every scenario does it.
                runtime.prepare(OBJECTS.stream().map(each -> spec(each, runtime)).toList());
                for (String each : OBJECTS) {
                    var _ = runtime.open(spec(each, runtime));
                }
                totals[i] = millis(began);
                spent[i] = (EventCost.cpuNanos() - cpu) / 1e6;
            } finally {
                runtime.release();
            }
        }
        return List.of(
                Result.below("load of all objects, median", EbpfCost.median(totals), GOAL_MS, "ms"),
                Result.of(
                        "its CPU time, median",
                        String.format(Locale.ROOT, "%.1f ms", EbpfCost.median(spent))),
                Result.of("one after the other (ms)", oneByOne(rounds)),
                Result.of(
                        "load of all objects, first time",
                        String.format(Locale.ROOT, "%.1f ms", totals[0])));
    }

    private static String oneByOne(int rounds) throws BpfException {
        var each = new double[OBJECTS.size() + 1][rounds];
        for (int i = 0; i < rounds; i++) {
            long began = System.nanoTime();
            EbpfRuntime runtime = BareRuntime.acquire();
            each[0][i] = millis(began);
            try {
                for (int j = 0; j < OBJECTS.size(); j++) {
                    long before = System.nanoTime();
                    var _ = runtime.open(spec(OBJECTS.get(j), runtime));
                    each[j + 1][i] = millis(before);
                }
            } finally {
                runtime.release();
            }
        }
        List<String> parts = new ArrayList<>();
        for (int j = 0; j < each.length; j++) {
            String name = j == 0 ? "core" : OBJECTS.get(j - 1);
            parts.add(String.format(Locale.ROOT, "%s %.1f", name, EbpfCost.median(each[j])));
        }
        return String.join(", ", parts);
    }

    private static ObjectSpec spec(String name, EbpfRuntime runtime) {
        return name.equals("sec")
                ? SecurityScenario.spec(runtime.facts())
                : new ObjectSpec(name, Map.of());
    }

    private static double millis(long since) {
        return (System.nanoTime() - since) / 1e6;
    }
}
