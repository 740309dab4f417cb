// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.probabilisticsampler;

import static dev.forager.pdata.Signal.LOGS;
import static dev.forager.pdata.Signal.TRACES;

import dev.forager.pipeline.ComponentInfo;
import dev.forager.pipeline.Consumer;
import dev.forager.pipeline.Processor;
import dev.forager.pipeline.ProcessorFactory;
import dev.forager.pipeline.ProcessorSettings;
import dev.forager.pipeline.Stability;

/** Registers the processor {@code probabilistic_sampler}. */
public final class ProbabilisticSamplerFactory
        implements ProcessorFactory<ProbabilisticSamplerConfig> {
    @Override
    public ComponentInfo<ProbabilisticSamplerConfig> info() {
        return ComponentInfo.of("probabilistic_sampler", ProbabilisticSamplerConfig.class)
                .describedAs("Keeps a share of spans or log records, consistently by trace id.")
                .stability(Stability.BETA, TRACES)
                .stability(Stability.ALPHA, LOGS);
    }

    @Override
    public Processor create(
            ProbabilisticSamplerConfig config, ProcessorSettings settings, Consumer next) {
        return new ProbabilisticSampler(config, settings, next);
    }
}
