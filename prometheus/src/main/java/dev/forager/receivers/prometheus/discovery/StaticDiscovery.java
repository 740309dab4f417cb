// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus.discovery;

import dev.forager.receivers.prometheus.config.StaticConfig;
import dev.forager.receivers.prometheus.scrape.TargetGroup;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Targets that the configuration names. */
public final class StaticDiscovery implements Discovery {
    private final List<TargetGroup> groups = new ArrayList<>();

    /** The targets of these sections. */
    public StaticDiscovery(List<StaticConfig> configs) {
        for (StaticConfig config : configs) {
            Map<String, String> labels = new LinkedHashMap<>();
            config.labels().forEach((name, value) -> labels.put(name, value.value()));
            groups.add(group(String.valueOf(groups.size()), config.targets(), labels));
        }
    }

    /** A group of addresses. */
    static TargetGroup group(String source, List<String> targets, Map<String, String> labels) {
        List<Map<String, String>> addresses =
                targets.stream().map(target -> Map.of("__address__", target)).toList();
        return new TargetGroup(source, addresses, labels);
    }

    @Override
    public void run(Consumer<List<TargetGroup>> found) {
        found.accept(List.copyOf(groups));
    }
}
