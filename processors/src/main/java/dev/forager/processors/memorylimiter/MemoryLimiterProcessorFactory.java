// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.memorylimiter;

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

/**
 * Registers the processor {@code memory_limiter}. Knows the limiters in use, so that all pipelines
 * of an id share one. Thread-safe.
 */
public final class MemoryLimiterProcessorFactory implements ProcessorFactory<MemoryLimiterConfig> {
    private final SharedLimiters limiters = new SharedLimiters();

    @Override
    public ComponentInfo<MemoryLimiterConfig> info() {
        return ComponentInfo.of("memory_limiter", MemoryLimiterConfig.class)
                .describedAs("Refuses telemetry while memory is short.")
                .stability(Stability.BETA, TRACES, METRICS, LOGS)
                .stability(Stability.ALPHA, PROFILES)
                .sharedAcrossSignals();
    }

    @Override
    public Processor create(MemoryLimiterConfig config, ProcessorSettings settings, Consumer next) {
        return new MemoryLimiterProcessor(limiters.limiter(config, settings), settings, next);
    }
}
