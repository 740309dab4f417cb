// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.probabilisticsampler;

import dev.forager.pdata.Key;
import dev.forager.pdata.Logs;
import dev.forager.pdata.Metrics;
import dev.forager.pdata.Profiles;
import dev.forager.pdata.Telemetry;
import dev.forager.pdata.Traces;
import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Consumer;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.Processor;
import dev.forager.pipeline.ProcessorSettings;
import dev.forager.processors.probabilisticsampler.Item.State;
import dev.forager.processors.sampling.Threshold;
import dev.forager.processors.sampling.TraceState;
import org.jspecify.annotations.Nullable;

/**
 * Decides for each item: find its randomness, check what a sampler before it wrote, compare with
 * the threshold, and write the threshold to what is kept. Thread-safe; holds no data.
 */
final class ProbabilisticSampler implements Processor {
    private final Sampler sampler;
    private final boolean failClosed;
    private final @Nullable Key priority;
    private final int precision;
    private final SamplerReports reports;
    private final Consumer next;

    ProbabilisticSampler(
            ProbabilisticSamplerConfig config, ProcessorSettings settings, Consumer next) {
        this.sampler = Sampler.of(config);
        this.failClosed = config.failClosed();
        this.priority =
                config.samplingPriority().isEmpty() ? null : Key.of(config.samplingPriority());
        this.precision = config.samplingPrecision();
        this.reports = new SamplerReports(settings);
        this.next = next;
    }

    @Override
    public void consume(Telemetry telemetry, Context context) throws ConsumeException {
        SamplerReports.Tally tally = reports.tally();
        switch (telemetry) {
            case Traces traces ->
                    traces.removeIf((_, _, span) -> !isKept(new Item.OfSpan(span), tally));
            case Logs logs ->
                    logs.removeIf((_, _, record) -> !isKept(new Item.OfLogRecord(record), tally));
            case Metrics _, Profiles _ -> {} // Not in info(): the graph is never built with it.
        }
        tally.report();
        if (telemetry.itemCount() > 0) {
            next.consume(telemetry, context);
        }
    }

    private boolean isKept(Item item, SamplerReports.Tally tally) {
        State state = null;
        Randomness randomness = Randomness.MISSING;
        Threshold threshold;
        try {
            State read = item.state();
            randomness = sampler.randomness(item, read);
            sampler.prepare(item, read, randomness);
            state = read;
            check(state, randomness);
            threshold = sampler.threshold(state);
        } catch (TraceState.MalformedException e) {
            randomness = sampler.randomness(item, null);
            reports.malformed(e.getMessage());
            threshold = failed();
        } catch (Sampler.RefusedException e) {
            reports.refused(e.getMessage());
            threshold = failed();
        }
        Threshold wanted = priority(item);
        if (wanted != null) {
            threshold = wanted;
            randomness = randomness.byPriority();
        }
        boolean isKept = threshold.keeps(randomness.value());
        if (isKept && state != null) {
            raise(state, threshold);
            item.write(state);
        }
        tally.add(randomness.policy(), isKept);
        return isKept;
    }

    private Threshold failed() {
        return failClosed ? Threshold.NEVER : Threshold.ALWAYS;
    }

    /** What arrives must have passed its own threshold, else that is a lie and goes. */
    @SuppressWarnings("ReferenceEquality") // the constant means that nothing was found
    private static void check(State state, Randomness randomness) throws Sampler.RefusedException {
        if (randomness == Randomness.MISSING) {
            throw new Sampler.RefusedException("missing randomness");
        }
        if (state.threshold != null && !state.threshold.keeps(randomness.value())) {
            state.threshold = null;
            throw new Sampler.RefusedException(
                    "inconsistent arriving threshold: item should not have been sampled");
        }
    }

    private @Nullable Threshold priority(Item item) {
        return switch (item) {
            case Item.OfSpan span -> Priority.ofSpan(span.attributes());
            case Item.OfLogRecord record ->
                    priority == null
                            ? null
                            : Priority.ofLogRecord(record.attributes(), priority, precision);
        };
    }

    /** A probability can only fall. */
    private static void raise(State state, Threshold threshold) {
        if (state.threshold == null || state.threshold.value() <= threshold.value()) {
            state.threshold = threshold;
        }
    }
}
