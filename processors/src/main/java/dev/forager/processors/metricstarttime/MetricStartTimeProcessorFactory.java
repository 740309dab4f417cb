// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.metricstarttime;

import dev.forager.pdata.Signal;
import dev.forager.pipeline.ComponentInfo;
import dev.forager.pipeline.Consumer;
import dev.forager.pipeline.Processor;
import dev.forager.pipeline.ProcessorFactory;
import dev.forager.pipeline.ProcessorSettings;
import dev.forager.pipeline.Stability;

/** Registers the processor {@code metric_start_time}. Stateless. */
public final class MetricStartTimeProcessorFactory
        implements ProcessorFactory<MetricStartTimeConfig> {
    @Override
    public ComponentInfo<MetricStartTimeConfig> info() {
        return ComponentInfo.of("metric_start_time", MetricStartTimeConfig.class)
                .aliases("metricstarttime")
                .describedAs("Sets the start time of cumulative points that have none.")
                .stability(Stability.BETA, Signal.METRICS);
    }

    @Override
    public Processor create(
            MetricStartTimeConfig config, ProcessorSettings settings, Consumer next) {
        return new MetricStartTimeProcessor(config, settings, next, System::nanoTime);
    }
}
