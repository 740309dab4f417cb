// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine;

import dev.forager.config.ConfigResolver;
import dev.forager.config.FeatureGates;
import dev.forager.pipeline.MemoryBudget;
import dev.forager.pipeline.ServiceView;
import java.time.Duration;
import java.util.List;

/**
 * What a collector is started with.
 *
 * @param build the program
 * @param uris arguments of {@code --config}
 * @param sets arguments of {@code --set}
 * @param gates the feature gates
 * @param resolver reads configurations
 * @param components the components that a configuration may name
 * @param memory the budget of the process
 * @param drainLimit how long stopping may take before what is left is dropped
 */
public record CollectorSettings(
        ServiceView.BuildInfo build,
        List<String> uris,
        List<String> sets,
        FeatureGates gates,
        ConfigResolver resolver,
        Components components,
        MemoryBudget memory,
        Duration drainLimit) {
    /**
     * Chosen: Kubernetes kills 30 s after its SIGTERM; what could not be sent is to be counted and
     * named before.
     */
    public static final Duration DEFAULT_DRAIN_LIMIT = Duration.ofSeconds(25);

    public CollectorSettings {
        uris = List.copyOf(uris);
        sets = List.copyOf(sets);
    }
}
