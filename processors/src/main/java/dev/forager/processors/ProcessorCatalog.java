// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors;

import dev.forager.pipeline.ComponentCatalog;
import dev.forager.pipeline.ComponentFactory;
import dev.forager.processors.batch.BatchProcessorFactory;
import dev.forager.processors.cumulativetodelta.CumulativeToDeltaProcessorFactory;
import dev.forager.processors.deltatorate.DeltaToRateProcessorFactory;
import dev.forager.processors.memorylimiter.MemoryLimiterProcessorFactory;
import java.util.List;

/** The processors of this module, sorted by id. */
public final class ProcessorCatalog implements ComponentCatalog {
    @Override
    public List<ComponentFactory<?>> factories() {
        return List.of(
                new BatchProcessorFactory(),
                new CumulativeToDeltaProcessorFactory(),
                new DeltaToRateProcessorFactory(),
                new MemoryLimiterProcessorFactory());
    }
}
