// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus.discovery;

import dev.forager.receivers.prometheus.config.StaticConfig;
import dev.forager.receivers.prometheus.scrape.TargetGroup;
import java.util.List;
import java.util.function.Consumer;

/** Targets that the configuration names. */
public final class StaticDiscovery implements Discovery {
    private final List<TargetGroup> groups;

    /** The targets of these sections. */
    public StaticDiscovery(List<StaticConfig> configs) {
        groups = Groups.of(configs, "static", "");
    }

    @Override
    public void run(Consumer<List<TargetGroup>> found) {
        found.accept(groups);
    }
}
