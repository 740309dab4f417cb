// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.deltatorate;

import static dev.forager.pipeline.config.Validation.require;

import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import java.util.List;

/** Which metrics become rates. */
public record DeltaToRateConfig(
        @Doc("Names of delta sums to convert.") @Default("[]") List<String> metrics) {
    public DeltaToRateConfig {
        metrics = List.copyOf(metrics);
        require(!metrics.isEmpty(), "metric names are missing");
    }
}
