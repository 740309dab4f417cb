// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.batch;

import static dev.forager.pdata.Signal.LOGS;
import static dev.forager.pdata.Signal.METRICS;
import static dev.forager.pdata.Signal.TRACES;

import dev.forager.pipeline.ComponentInfo;
import dev.forager.pipeline.Consumer;
import dev.forager.pipeline.Processor;
import dev.forager.pipeline.ProcessorFactory;
import dev.forager.pipeline.ProcessorSettings;
import dev.forager.pipeline.Stability;

/** Registers the processor {@code batch}. Stateless. */
public final class BatchProcessorFactory implements ProcessorFactory<BatchProcessorConfig> {
    @Override
    public ComponentInfo<BatchProcessorConfig> info() {
        return ComponentInfo.of("batch", BatchProcessorConfig.class)
                .describedAs("Joins small requests into batches, by number of items or by time.")
                .stability(Stability.BETA, TRACES, METRICS, LOGS);
    }

    @Override
    public Processor create(
            BatchProcessorConfig config, ProcessorSettings settings, Consumer next) {
        return new BatchProcessor(config, settings, next, System::nanoTime);
    }
}
