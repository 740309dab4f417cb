// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.schema;

import static dev.forager.pdata.Signal.LOGS;
import static dev.forager.pdata.Signal.METRICS;
import static dev.forager.pdata.Signal.TRACES;

import dev.forager.pipeline.ComponentInfo;
import dev.forager.pipeline.Consumer;
import dev.forager.pipeline.Processor;
import dev.forager.pipeline.ProcessorFactory;
import dev.forager.pipeline.ProcessorSettings;
import dev.forager.pipeline.Stability;

/** Registers the processor {@code schema}. Stateless. */
public final class SchemaProcessorFactory implements ProcessorFactory<SchemaProcessorConfig> {
    @Override
    public ComponentInfo<SchemaProcessorConfig> info() {
        return ComponentInfo.of("schema", SchemaProcessorConfig.class)
                .describedAs(
                        "Translates telemetry into another version of its semantic conventions.")
                .stability(Stability.ALPHA, TRACES, METRICS, LOGS);
    }

    @Override
    public Processor create(
            SchemaProcessorConfig config, ProcessorSettings settings, Consumer next) {
        return new SchemaProcessor(config, settings, next);
    }
}
