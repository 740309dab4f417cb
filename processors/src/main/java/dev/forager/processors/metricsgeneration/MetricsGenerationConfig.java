// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.metricsgeneration;

import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import java.util.List;

/** Rules, each of which makes one metric. */
public record MetricsGenerationConfig(
        @Doc("Metrics to generate, one after another.") @Default("[]") List<Rule> rules) {
    public MetricsGenerationConfig {
        rules = List.copyOf(rules);
    }
}
