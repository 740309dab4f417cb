// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.benchmarks.ebpf;

import dev.forager.benchmarks.ebpf.EbpfCost.Result;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;

/** What scenarios cost a bare system call of another process, which is the worst case there is. */
final class CallCost {
    private static final int ROUNDS = 10;

    private CallCost() {}

    static List<Result> measure(int rounds) throws Exception {
        SequencedMap<String, String> scenarios = new LinkedHashMap<>(Scenarios.all());
        scenarios.put("performance with syscalls", Scenarios.only("performance", "syscalls: {}"));
        scenarios.put(
                "security without system_calls", Scenarios.only("security", "system_calls: false"));
        Map<String, Double> least = new LinkedHashMap<>();
        try (var _ = OwnGroup.make(OwnGroup.OTHER)) {
            for (int i = 0; i < rounds; i++) {
                for (Map.Entry<String, String> each : scenarios.entrySet()) {
                    least.merge(each.getKey(), once(each.getValue()), Math::min);
                }
            }
        }
        double off = least.getOrDefault("off", 0.0);
        List<Result> results = new ArrayList<>();
        least.forEach(
                (name, nanos) ->
                        results.add(
                                Result.of(
                                        "getppid, " + name,
                                        String.format(
                                                Locale.ROOT,
                                                "%.0f ns (%+.0f)",
                                                nanos,
                                                nanos - off))));
        return results;
    }

    private static double once(String yaml) throws Exception {
        if (yaml.isEmpty()) {
            return time();
        }
        try (var _ = new ReceiverRun(yaml)) {
            double _ = Quiet.await();
            return time();
        }
    }

    private static double time() throws Exception {
        return Double.parseDouble(Child.java(CallLoop.class, "time", ROUNDS).strip());
    }
}
