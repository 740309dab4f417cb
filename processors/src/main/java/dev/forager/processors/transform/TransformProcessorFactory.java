// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.transform;

import static dev.forager.pdata.Signal.LOGS;
import static dev.forager.pdata.Signal.METRICS;
import static dev.forager.pdata.Signal.PROFILES;
import static dev.forager.pdata.Signal.TRACES;
import static dev.forager.pipeline.config.Validation.require;

import dev.forager.ottl.ErrorHandling;
import dev.forager.pdata.Signal;
import dev.forager.pipeline.ComponentInfo;
import dev.forager.pipeline.Consumer;
import dev.forager.pipeline.Processor;
import dev.forager.pipeline.ProcessorFactory;
import dev.forager.pipeline.ProcessorSettings;
import dev.forager.pipeline.Stability;
import dev.forager.pipeline.StatementFailures;

/** Registers the processor {@code transform}. Stateless. */
public final class TransformProcessorFactory implements ProcessorFactory<TransformProcessorConfig> {
    private static final String FLATTEN = "transform.flatten.logs";
    private static final String SET_NIL = "ottl.set.allowNil";

    @Override
    public ComponentInfo<TransformProcessorConfig> info() {
        return ComponentInfo.of("transform", TransformProcessorConfig.class)
                .describedAs("Edits telemetry by statements of OTTL.")
                .stability(Stability.BETA, TRACES, METRICS, LOGS)
                .stability(Stability.DEVELOPMENT, PROFILES);
    }

    @Override
    public Processor create(
            TransformProcessorConfig config, ProcessorSettings settings, Consumer next) {
        // Where the gate is, which the configuration itself cannot see.
        require(
                !config.flattensLogs() || settings.gates().isEnabled(FLATTEN, false),
                config.flatten().log() ? "flatten::log" : "flatten_data",
                "'flatten.log' requires the '" + FLATTEN + "' feature gate to be enabled");
        Signal signal = settings.pipeline().signal();
        return new TransformProcessor(
                StatementGroups.compile(
                        signal,
                        config.statements(signal),
                        ErrorHandling.of(config.errorMode(), settings.logger())
                                .countedBy(StatementFailures.of(settings)),
                        StatementGroups.functions(settings.gates().isEnabled(SET_NIL, true)),
                        settings.clock()),
                config.flattensLogs(),
                next);
    }
}
