// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.span;

import dev.forager.pdata.Signal;
import dev.forager.pipeline.ComponentInfo;
import dev.forager.pipeline.Consumer;
import dev.forager.pipeline.Processor;
import dev.forager.pipeline.ProcessorFactory;
import dev.forager.pipeline.ProcessorSettings;
import dev.forager.pipeline.Stability;

/** Registers the processor {@code span}. */
public final class SpanProcessorFactory implements ProcessorFactory<SpanProcessorConfig> {
    @Override
    public ComponentInfo<SpanProcessorConfig> info() {
        return ComponentInfo.of("span", SpanProcessorConfig.class)
                .describedAs(
                        "Names spans after attributes, takes attributes out of names, and sets"
                                + " the status.")
                .stability(Stability.ALPHA, Signal.TRACES);
    }

    @Override
    public Processor create(SpanProcessorConfig config, ProcessorSettings settings, Consumer next) {
        return new SpanProcessor(config, next);
    }
}
