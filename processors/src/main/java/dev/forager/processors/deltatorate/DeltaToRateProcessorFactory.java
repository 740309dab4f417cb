// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.deltatorate;

import dev.forager.pdata.Signal;
import dev.forager.pipeline.ComponentInfo;
import dev.forager.pipeline.Consumer;
import dev.forager.pipeline.Processor;
import dev.forager.pipeline.ProcessorFactory;
import dev.forager.pipeline.ProcessorSettings;
import dev.forager.pipeline.Stability;

/** Registers the processor {@code delta_to_rate}. Stateless. */
public final class DeltaToRateProcessorFactory implements ProcessorFactory<DeltaToRateConfig> {
    @Override
    public ComponentInfo<DeltaToRateConfig> info() {
        return ComponentInfo.of("delta_to_rate", DeltaToRateConfig.class)
                .aliases("deltatorate")
                .describedAs("Turns delta sums into gauges of the rate per second.")
                .stability(Stability.ALPHA, Signal.METRICS);
    }

    @Override
    public Processor create(DeltaToRateConfig config, ProcessorSettings settings, Consumer next) {
        return new DeltaToRateProcessor(config, settings.logger(), next, System::nanoTime);
    }
}
