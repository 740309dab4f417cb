// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.tailsampling;

import dev.forager.pdata.Signal;
import dev.forager.pipeline.ComponentInfo;
import dev.forager.pipeline.Consumer;
import dev.forager.pipeline.Processor;
import dev.forager.pipeline.ProcessorFactory;
import dev.forager.pipeline.ProcessorSettings;
import dev.forager.pipeline.Stability;

/** Registers the processor {@code tail_sampling}. Stateless. */
public final class TailSamplingProcessorFactory
        implements ProcessorFactory<TailSamplingProcessorConfig> {
    @Override
    public ComponentInfo<TailSamplingProcessorConfig> info() {
        return ComponentInfo.of("tail_sampling", TailSamplingProcessorConfig.class)
                .describedAs("Samples whole traces by what happened in them.")
                .stability(Stability.BETA, Signal.TRACES);
    }

    @Override
    public Processor create(
            TailSamplingProcessorConfig config, ProcessorSettings settings, Consumer next) {
        return new TailSamplingProcessor(config, settings, next, System::nanoTime);
    }
}
