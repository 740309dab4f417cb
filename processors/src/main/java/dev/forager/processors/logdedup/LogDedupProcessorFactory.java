// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.logdedup;

import dev.forager.pdata.Signal;
import dev.forager.pipeline.ComponentInfo;
import dev.forager.pipeline.Consumer;
import dev.forager.pipeline.Processor;
import dev.forager.pipeline.ProcessorFactory;
import dev.forager.pipeline.ProcessorSettings;
import dev.forager.pipeline.Stability;
import java.util.concurrent.Executors;

/** Registers the processor {@code log_dedup}. Stateless. */
public final class LogDedupProcessorFactory implements ProcessorFactory<LogDedupConfig> {
    @Override
    public ComponentInfo<LogDedupConfig> info() {
        return ComponentInfo.of("log_dedup", LogDedupConfig.class)
                .aliases("logdedup")
                .describedAs("Sends one of many alike log records, with their number.")
                .stability(Stability.ALPHA, Signal.LOGS);
    }

    @Override
    public Processor create(LogDedupConfig config, ProcessorSettings settings, Consumer next) {
        String name = "log-dedup-" + settings.pipeline();
        return new LogDedupProcessor(
                config,
                settings,
                next,
                () ->
                        Executors.newSingleThreadScheduledExecutor(
                                Thread.ofVirtual().name(name).factory()),
                System::nanoTime);
    }
}
