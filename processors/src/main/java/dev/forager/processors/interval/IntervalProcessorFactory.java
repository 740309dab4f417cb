// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.interval;

import dev.forager.pdata.Signal;
import dev.forager.pipeline.ComponentInfo;
import dev.forager.pipeline.Consumer;
import dev.forager.pipeline.Processor;
import dev.forager.pipeline.ProcessorFactory;
import dev.forager.pipeline.ProcessorSettings;
import dev.forager.pipeline.Stability;
import java.util.concurrent.Executors;

/** Registers the processor {@code interval}. Stateless. */
public final class IntervalProcessorFactory implements ProcessorFactory<IntervalConfig> {
    @Override
    public ComponentInfo<IntervalConfig> info() {
        return ComponentInfo.of("interval", IntervalConfig.class)
                .describedAs(
                        "Sends the last point of each series, or the sum of deltas, at intervals.")
                .stability(Stability.ALPHA, Signal.METRICS);
    }

    @Override
    public Processor create(IntervalConfig config, ProcessorSettings settings, Consumer next) {
        String name = "interval-" + settings.pipeline();
        return new IntervalProcessor(
                config,
                settings,
                next,
                () ->
                        Executors.newSingleThreadScheduledExecutor(
                                Thread.ofVirtual().name(name).factory()),
                System::nanoTime);
    }
}
