// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.groupbytrace;

import dev.forager.pdata.Signal;
import dev.forager.pipeline.ComponentInfo;
import dev.forager.pipeline.Consumer;
import dev.forager.pipeline.Processor;
import dev.forager.pipeline.ProcessorFactory;
import dev.forager.pipeline.ProcessorSettings;
import dev.forager.pipeline.Stability;
import java.util.concurrent.Executors;

/** Registers the processor {@code groupbytrace}. Stateless. */
public final class GroupByTraceProcessorFactory implements ProcessorFactory<GroupByTraceConfig> {
    @Override
    public ComponentInfo<GroupByTraceConfig> info() {
        return ComponentInfo.of("groupbytrace", GroupByTraceConfig.class)
                .aliases("group_by_trace")
                .describedAs("Gathers the spans of each trace and hands them on together.")
                .stability(Stability.BETA, Signal.TRACES);
    }

    @Override
    public Processor create(GroupByTraceConfig config, ProcessorSettings settings, Consumer next) {
        String name = "groupbytrace-" + settings.pipeline() + "-";
        return new GroupByTraceProcessor(
                config,
                settings,
                next,
                () ->
                        Executors.newSingleThreadScheduledExecutor(
                                Thread.ofVirtual().name(name, 0).factory()),
                System::nanoTime);
    }
}
