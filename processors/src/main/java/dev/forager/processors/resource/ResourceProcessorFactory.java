// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.resource;

import static dev.forager.pdata.Signal.LOGS;
import static dev.forager.pdata.Signal.METRICS;
import static dev.forager.pdata.Signal.PROFILES;
import static dev.forager.pdata.Signal.TRACES;

import dev.forager.pipeline.ComponentInfo;
import dev.forager.pipeline.Consumer;
import dev.forager.pipeline.Processor;
import dev.forager.pipeline.ProcessorFactory;
import dev.forager.pipeline.ProcessorSettings;
import dev.forager.pipeline.Stability;

/** Registers the processor {@code resource}. */
public final class ResourceProcessorFactory implements ProcessorFactory<ResourceProcessorConfig> {
    @Override
    public ComponentInfo<ResourceProcessorConfig> info() {
        return ComponentInfo.of("resource", ResourceProcessorConfig.class)
                .describedAs(
                        "Inserts, updates, removes, hashes, converts and extracts attributes of"
                                + " resources.")
                .stability(Stability.BETA, TRACES, METRICS, LOGS)
                .stability(Stability.DEVELOPMENT, PROFILES);
    }

    @Override
    public Processor create(
            ResourceProcessorConfig config, ProcessorSettings settings, Consumer next) {
        return new ResourceProcessor(config, settings, next);
    }
}
