// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.metricstransform;

import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import java.util.List;

/** Transforms, which are applied in their order. */
public record MetricsTransformConfig(
        @Doc("What becomes of which metrics, one after another.") @Default("[]")
                List<TransformConfig> transforms) {
    public MetricsTransformConfig {
        transforms = List.copyOf(transforms);
    }
}
