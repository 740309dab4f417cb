// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.redaction;

import static dev.forager.pdata.Signal.LOGS;
import static dev.forager.pdata.Signal.METRICS;
import static dev.forager.pdata.Signal.TRACES;

import dev.forager.pipeline.ComponentInfo;
import dev.forager.pipeline.Consumer;
import dev.forager.pipeline.Processor;
import dev.forager.pipeline.ProcessorFactory;
import dev.forager.pipeline.ProcessorSettings;
import dev.forager.pipeline.Stability;

/** Registers the processor {@code redaction}. */
public final class RedactionProcessorFactory implements ProcessorFactory<RedactionProcessorConfig> {
    @Override
    public ComponentInfo<RedactionProcessorConfig> info() {
        return ComponentInfo.of("redaction", RedactionProcessorConfig.class)
                .describedAs(
                        "Removes attributes that are not on a list of allowed keys and masks"
                                + " blocked values.")
                .stability(Stability.BETA, TRACES)
                .stability(Stability.ALPHA, METRICS, LOGS);
    }

    @Override
    public Processor create(
            RedactionProcessorConfig config, ProcessorSettings settings, Consumer next) {
        return new RedactionProcessor(config, settings, next);
    }
}
