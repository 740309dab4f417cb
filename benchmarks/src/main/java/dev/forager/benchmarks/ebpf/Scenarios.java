// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.benchmarks.ebpf;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** Configurations of the receiver, one scenario each. Stateless. */
final class Scenarios {
    private static final List<String> ALL =
            List.of("network", "performance", "security", "faults", "system");

    private Scenarios() {}

    /** By name; the first is no receiver at all, which an empty text stands for. */
    static SequencedMap<String, String> all() {
        SequencedMap<String, String> found = new LinkedHashMap<>();
        found.put("off", "");
        found.put(
                "filtered out (another control group is the target)",
                everything("target: {include: {cgroups: [%s]}}".formatted(OwnGroup.OTHER)));
        found.put("network", only("network", ""));
        found.put("performance", only("performance", ""));
        found.put("security", only("security", ""));
        found.put("faults", only("faults", ""));
        found.put("everything", everything(""));
        return found;
    }

    /** One scenario with settings. */
    static String only(String scenario, String settings) {
        var text = new StringBuilder("collection_interval: 10s\nprobes:\n");
        for (String each : ALL) {
            String value = each.equals(scenario) ? settings : "enabled: false";
            text.append("  %s: {%s}%n".formatted(each, value));
        }
        return text.toString();
    }

    private static String everything(String more) {
        return "collection_interval: 10s\n" + more + "\n";
    }
}
