// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus.discovery;

import dev.forager.receivers.prometheus.config.StaticConfig;
import dev.forager.receivers.prometheus.scrape.TargetGroup;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Groups of targets as files and servers name them. Stateless. */
final class Groups {
    private Groups() {}

    /**
     * The groups of one document.
     *
     * @param source where the document came from
     * @param label a label that says so
     */
    static List<TargetGroup> of(List<StaticConfig> configs, String source, String label) {
        List<TargetGroup> groups = new ArrayList<>();
        for (StaticConfig config : configs) {
            Map<String, String> labels = new LinkedHashMap<>(config.labels());
            if (!label.isEmpty()) {
                labels.put(label, source);
            }
            groups.add(of(source + ":" + groups.size(), config.targets(), labels));
        }
        return groups;
    }

    /** A group of addresses. */
    static TargetGroup of(String source, List<String> targets, Map<String, String> labels) {
        List<Map<String, String>> addresses =
                targets.stream().map(target -> Map.of("__address__", target)).toList();
        return new TargetGroup(source, addresses, labels);
    }
}
