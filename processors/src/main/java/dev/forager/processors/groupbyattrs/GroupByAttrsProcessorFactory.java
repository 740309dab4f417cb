// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.groupbyattrs;

import static dev.forager.pdata.Signal.LOGS;
import static dev.forager.pdata.Signal.METRICS;
import static dev.forager.pdata.Signal.TRACES;

import dev.forager.pipeline.ComponentInfo;
import dev.forager.pipeline.Consumer;
import dev.forager.pipeline.Processor;
import dev.forager.pipeline.ProcessorFactory;
import dev.forager.pipeline.ProcessorSettings;
import dev.forager.pipeline.Stability;

/** Registers the processor {@code groupbyattrs}. Stateless. */
public final class GroupByAttrsProcessorFactory implements ProcessorFactory<GroupByAttrsConfig> {
    @Override
    public ComponentInfo<GroupByAttrsConfig> info() {
        return ComponentInfo.of("groupbyattrs", GroupByAttrsConfig.class)
                .aliases("group_by_attrs")
                .describedAs(
                        "Moves attributes of items to their resource and joins equal resources.")
                .stability(Stability.BETA, TRACES, METRICS, LOGS);
    }

    @Override
    public Processor create(GroupByAttrsConfig config, ProcessorSettings settings, Consumer next) {
        return new GroupByAttrsProcessor(config, settings, next);
    }
}
