// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.metricsgeneration;

import dev.forager.pdata.Signal;
import dev.forager.pipeline.ComponentInfo;
import dev.forager.pipeline.Consumer;
import dev.forager.pipeline.Processor;
import dev.forager.pipeline.ProcessorFactory;
import dev.forager.pipeline.ProcessorSettings;
import dev.forager.pipeline.Stability;

/** Registers the processor {@code metricsgeneration}. Stateless. */
public final class MetricsGenerationProcessorFactory
        implements ProcessorFactory<MetricsGenerationConfig> {
    @Override
    public ComponentInfo<MetricsGenerationConfig> info() {
        return ComponentInfo.of("metricsgeneration", MetricsGenerationConfig.class)
                .aliases("metrics_generation")
                .describedAs("Calculates new metrics from those of the same resource.")
                .stability(Stability.ALPHA, Signal.METRICS);
    }

    @Override
    public Processor create(
            MetricsGenerationConfig config, ProcessorSettings settings, Consumer next) {
        return new MetricsGenerationProcessor(config, settings, next);
    }
}
