// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.metricstransform;

import dev.forager.pdata.Signal;
import dev.forager.pipeline.ComponentInfo;
import dev.forager.pipeline.Consumer;
import dev.forager.pipeline.Processor;
import dev.forager.pipeline.ProcessorFactory;
import dev.forager.pipeline.ProcessorSettings;
import dev.forager.pipeline.Stability;

/** Registers the processor {@code metrics_transform}. Stateless. */
public final class MetricsTransformProcessorFactory
        implements ProcessorFactory<MetricsTransformConfig> {
    @Override
    public ComponentInfo<MetricsTransformConfig> info() {
        return ComponentInfo.of("metrics_transform", MetricsTransformConfig.class)
                .aliases("metricstransform")
                .describedAs("Renames, copies, combines, groups and aggregates metrics.")
                .stability(Stability.BETA, Signal.METRICS);
    }

    @Override
    public Processor create(
            MetricsTransformConfig config, ProcessorSettings settings, Consumer next) {
        return new MetricsTransformProcessor(config, settings, next, System::nanoTime);
    }
}
