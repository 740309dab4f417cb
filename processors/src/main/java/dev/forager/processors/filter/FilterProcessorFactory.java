// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.filter;

import static dev.forager.pdata.Signal.LOGS;
import static dev.forager.pdata.Signal.METRICS;
import static dev.forager.pdata.Signal.PROFILES;
import static dev.forager.pdata.Signal.TRACES;

import dev.forager.ottl.ErrorHandling;
import dev.forager.pdata.Signal;
import dev.forager.pipeline.ComponentInfo;
import dev.forager.pipeline.Consumer;
import dev.forager.pipeline.Processor;
import dev.forager.pipeline.ProcessorFactory;
import dev.forager.pipeline.ProcessorSettings;
import dev.forager.pipeline.Stability;
import dev.forager.pipeline.StatementFailures;

/** Registers the processor {@code filter}. Stateless. */
public final class FilterProcessorFactory implements ProcessorFactory<FilterProcessorConfig> {
    @Override
    public ComponentInfo<FilterProcessorConfig> info() {
        return ComponentInfo.of("filter", FilterProcessorConfig.class)
                .describedAs("Drops telemetry for which a condition of OTTL holds.")
                .stability(Stability.ALPHA, TRACES, METRICS, LOGS)
                .stability(Stability.DEVELOPMENT, PROFILES);
    }

    @Override
    public Processor create(
            FilterProcessorConfig config, ProcessorSettings settings, Consumer next) {
        Signal signal = settings.pipeline().signal();
        Filters filters =
                Filters.compile(
                        config,
                        signal,
                        ErrorHandling.of(config.errorMode(), settings.logger())
                                .countedBy(StatementFailures.of(settings)),
                        settings.clock());
        return new FilterProcessor(filters, settings, next);
    }
}
