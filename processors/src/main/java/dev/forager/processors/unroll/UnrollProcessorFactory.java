// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.unroll;

import dev.forager.pdata.Signal;
import dev.forager.pipeline.ComponentInfo;
import dev.forager.pipeline.Consumer;
import dev.forager.pipeline.Processor;
import dev.forager.pipeline.ProcessorFactory;
import dev.forager.pipeline.ProcessorSettings;
import dev.forager.pipeline.Stability;

/** Registers the processor {@code unroll}. */
public final class UnrollProcessorFactory implements ProcessorFactory<UnrollProcessorConfig> {
    @Override
    public ComponentInfo<UnrollProcessorConfig> info() {
        return ComponentInfo.of("unroll", UnrollProcessorConfig.class)
                .describedAs("Makes a log record of each element of a body that is a list.")
                .stability(Stability.ALPHA, Signal.LOGS);
    }

    @Override
    public Processor create(
            UnrollProcessorConfig config, ProcessorSettings settings, Consumer next) {
        return new UnrollProcessor(config.recursive(), next);
    }
}
