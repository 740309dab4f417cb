// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.deltatocumulative;

import dev.forager.pdata.Metric;
import dev.forager.pdata.Metrics;
import dev.forager.pdata.Telemetry;
import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Consumer;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.Host;
import dev.forager.pipeline.Processor;
import dev.forager.pipeline.ProcessorSettings;
import dev.forager.pipeline.series.DeltaConversion;
import dev.forager.pipeline.series.Outcome;
import dev.forager.pipeline.series.Seldom;
import dev.forager.pipeline.series.SeriesLimits;
import dev.forager.pipeline.series.StateMetrics;
import dev.forager.processors.schedule.SilentSeries;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;

/**
 * Replaces what was added since the point before by the running total. Thread-safe: requests are
 * added one after another, since order matters within a series, and handed on outside the lock.
 */
final class DeltaToCumulativeProcessor implements Processor {
    private final DeltaConversion conversion;
    private final AccumulationMetrics metrics;
    private final StateMetrics state;
    private final Seldom warnings;
    private final Logger logger;
    private final LongSupplier nanoTime;
    private final Consumer next;
    private final SilentSeries silent;

    DeltaToCumulativeProcessor(
            DeltaToCumulativeConfig config,
            ProcessorSettings settings,
            Consumer next,
            LongSupplier nanoTime) {
        conversion =
                new DeltaConversion(
                        SeriesLimits.of(config.maxStreams(), config.maxStateSize()).newStore(),
                        this::count);
        metrics = new AccumulationMetrics(settings.meter(), config);
        state = new StateMetrics(settings.meter(), settings.id());
        warnings = new Seldom(nanoTime);
        logger = settings.logger();
        this.nanoTime = nanoTime;
        this.next = next;
        silent =
                new SilentSeries(
                        settings,
                        conversion.store(),
                        config.maxStale(),
                        nanoTime,
                        this,
                        this::report);
    }

    @Override
    public void consume(Telemetry telemetry, Context context) throws ConsumeException {
        if (telemetry instanceof Metrics request) {
            convert(request);
            if (request.resources().isEmpty()) {
                return;
            }
        }
        next.consume(telemetry, context);
    }

    @Override
    public void start(Host host) {
        silent.start();
    }

    @Override
    public void stop(Duration limit) {
        silent.stop(limit);
    }

    /** Forgets what was silent for too long. */
    void forget() {
        silent.forget();
    }

    private synchronized void convert(Metrics request) {
        long now = nanoTime.getAsLong();
        silent.forget(now);
        conversion.convert(request, now);
        report();
    }

    private void report() {
        metrics.tracked(state.report(conversion.store().size(), conversion.store().bytes()));
    }

    private void count(Metric metric, Outcome outcome) {
        metrics.count(outcome);
        if (outcome == Outcome.LIMIT) {
            tellLimit(metric);
        }
    }

    private void tellLimit(Metric metric) {
        state.refused();
        if (warnings.isDue()) {
            logger.atWarn()
                    .addKeyValue("metric_name", metric.name())
                    .log(
                            "No room for more series (max_streams, max_state_size); their points"
                                    + " are dropped");
        }
    }
}
