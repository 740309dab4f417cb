// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.cumulativetodelta;

import dev.forager.pdata.Signal;
import dev.forager.pipeline.ComponentInfo;
import dev.forager.pipeline.Consumer;
import dev.forager.pipeline.Processor;
import dev.forager.pipeline.ProcessorFactory;
import dev.forager.pipeline.ProcessorSettings;
import dev.forager.pipeline.Stability;

/** Registers the processor {@code cumulative_to_delta}. Stateless. */
public final class CumulativeToDeltaProcessorFactory
        implements ProcessorFactory<CumulativeToDeltaConfig> {
    @Override
    public ComponentInfo<CumulativeToDeltaConfig> info() {
        return ComponentInfo.of("cumulative_to_delta", CumulativeToDeltaConfig.class)
                .aliases("cumulativetodelta")
                .describedAs("Converts cumulative sums and histograms to delta temporality.")
                .stability(Stability.BETA, Signal.METRICS);
    }

    @Override
    public Processor create(
            CumulativeToDeltaConfig config, ProcessorSettings settings, Consumer next) {
        return new CumulativeToDeltaProcessor(config, settings, next, System::nanoTime);
    }
}
