// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.deltatocumulative;

import dev.forager.pdata.Signal;
import dev.forager.pipeline.ComponentInfo;
import dev.forager.pipeline.Consumer;
import dev.forager.pipeline.Processor;
import dev.forager.pipeline.ProcessorFactory;
import dev.forager.pipeline.ProcessorSettings;
import dev.forager.pipeline.Stability;

/** Registers the processor {@code delta_to_cumulative}. Stateless. */
public final class DeltaToCumulativeProcessorFactory
        implements ProcessorFactory<DeltaToCumulativeConfig> {
    @Override
    public ComponentInfo<DeltaToCumulativeConfig> info() {
        return ComponentInfo.of("delta_to_cumulative", DeltaToCumulativeConfig.class)
                .aliases("deltatocumulative")
                .describedAs("Adds delta sums and histograms up to cumulative ones.")
                .stability(Stability.ALPHA, Signal.METRICS);
    }

    @Override
    public Processor create(
            DeltaToCumulativeConfig config, ProcessorSettings settings, Consumer next) {
        return new DeltaToCumulativeProcessor(config, settings, next, System::nanoTime);
    }
}
