// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.attributes;

import static dev.forager.pdata.Signal.LOGS;
import static dev.forager.pdata.Signal.METRICS;
import static dev.forager.pdata.Signal.TRACES;

import dev.forager.pipeline.ComponentInfo;
import dev.forager.pipeline.Consumer;
import dev.forager.pipeline.Processor;
import dev.forager.pipeline.ProcessorFactory;
import dev.forager.pipeline.ProcessorSettings;
import dev.forager.pipeline.Stability;

/** Registers the processor {@code attributes}. */
public final class AttributesProcessorFactory
        implements ProcessorFactory<AttributesProcessorConfig> {
    @Override
    public ComponentInfo<AttributesProcessorConfig> info() {
        return ComponentInfo.of("attributes", AttributesProcessorConfig.class)
                .describedAs(
                        "Inserts, updates, removes, hashes, converts and extracts attributes of"
                                + " spans, log records and data points.")
                .stability(Stability.BETA, TRACES, METRICS, LOGS);
    }

    @Override
    public Processor create(
            AttributesProcessorConfig config, ProcessorSettings settings, Consumer next) {
        return new AttributesProcessor(config, settings, next);
    }
}
