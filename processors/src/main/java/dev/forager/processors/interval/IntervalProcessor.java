// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.interval;

import static dev.forager.pdata.AggregationTemporality.CUMULATIVE;
import static dev.forager.pdata.AggregationTemporality.DELTA;

import dev.forager.pdata.AggregationTemporality;
import dev.forager.pdata.DataPoint;
import dev.forager.pdata.ExponentialHistogram;
import dev.forager.pdata.Gauge;
import dev.forager.pdata.Histogram;
import dev.forager.pdata.Metric;
import dev.forager.pdata.Metrics;
import dev.forager.pdata.ResourceMetrics;
import dev.forager.pdata.ScopeMetrics;
import dev.forager.pdata.Sum;
import dev.forager.pdata.Summary;
import dev.forager.pdata.Telemetry;
import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Consumer;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.HoldingProcessor;
import dev.forager.pipeline.Host;
import dev.forager.pipeline.ProcessorSettings;
import dev.forager.pipeline.Retryable;
import dev.forager.pipeline.series.Seldom;
import dev.forager.pipeline.series.SeriesLimits;
import dev.forager.pipeline.series.StateMetrics;
import dev.forager.processors.schedule.Periodic;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;

/**
 * Holds one point for each series and sends them all at intervals; what it does not hold passes at
 * once. Thread-safe.
 *
 * <p>Shutdown: from the begin of {@link #stop} callers are told to try again; what is held is sent.
 */
final class IntervalProcessor implements HoldingProcessor {
    private final IntervalConfig config;
    private final HeldMetrics held;
    private final StateMetrics state;
    private final Seldom warnings;
    private final Logger logger;
    private final Consumer next;
    private final Periodic sending;
    private boolean stopped;

    IntervalProcessor(
            IntervalConfig config,
            ProcessorSettings settings,
            Consumer next,
            Supplier<ScheduledExecutorService> schedulers,
            LongSupplier nanoTime) {
        this.config = config;
        held = new HeldMetrics(SeriesLimits.of(config.maxStreams(), config.maxStateSize()));
        state = new StateMetrics(settings.meter(), settings.id());
        warnings = new Seldom(nanoTime);
        logger = settings.logger();
        this.next = next;
        sending = new Periodic(schedulers, config.interval(), this::send);
    }

    @Override
    public synchronized void start(Host host) {
        sending.start();
    }

    @Override
    public void consume(Telemetry telemetry, Context context) throws ConsumeException {
        if (telemetry instanceof Metrics metrics) {
            take(metrics);
            if (metrics.resources().isEmpty()) {
                return;
            }
        }
        next.consume(telemetry, context);
    }

    @Override
    public synchronized long heldItems() {
        return held.size();
    }

    @Override
    public void stop(Duration limit) {
        synchronized (this) {
            stopped = true;
        }
        if (!sending.stop(limit)) {
            giveUp();
        }
    }

    private synchronized void giveUp() {
        long lost = held.size();
        held.clear();
        state.report(0, 0);
        if (lost > 0) {
            logger.atError()
                    .addKeyValue("dropped_items", lost)
                    .log("Stopped before held metrics could be sent. Dropping data.");
        }
    }

    /** Never throws: a scheduler would end with the first exception. */
    private void send() {
        Metrics metrics;
        synchronized (this) {
            metrics = held.drain();
            state.report(0, 0);
        }
        if (metrics.resources().isEmpty()) {
            return;
        }
        try {
            next.consume(metrics, Context.background());
        } catch (ConsumeException e) {
            logger.atError().addKeyValue("error", e.getMessage()).log("Metrics export failed");
        } catch (RuntimeException e) {
            logger.error("Metrics export failed", e);
        }
    }

    private synchronized void take(Metrics metrics) throws Retryable {
        if (stopped) {
            throw new Retryable("shutting down");
        }
        metrics.resources().removeIf(this::isEmptied);
        state.report(held.size(), held.bytes());
    }

    private boolean isEmptied(ResourceMetrics group) {
        held.resource(group);
        return group.scopes().removeIf(scope -> isEmptied(group, scope))
                && group.scopes().isEmpty();
    }

    private boolean isEmptied(ResourceMetrics group, ScopeMetrics scope) {
        held.scope(scope);
        return scope.metrics().removeIf(metric -> isTaken(group, scope, metric))
                && scope.metrics().isEmpty();
    }

    private boolean isTaken(ResourceMetrics group, ScopeMetrics scope, Metric metric) {
        return switch (metric.data()) {
            case null -> false;
            case Gauge gauge ->
                    !config.passThrough().gauge()
                            && take(group, scope, metric, gauge.dataPoints(), CUMULATIVE);
            case Summary summary ->
                    !config.passThrough().summary()
                            && take(group, scope, metric, summary.dataPoints(), CUMULATIVE);
            case Sum sum ->
                    sum.isMonotonic()
                            && take(
                                    group,
                                    scope,
                                    metric,
                                    sum.dataPoints(),
                                    sum.aggregationTemporality());
            case Histogram each ->
                    take(group, scope, metric, each.dataPoints(), each.aggregationTemporality());
            case ExponentialHistogram each ->
                    take(group, scope, metric, each.dataPoints(), each.aggregationTemporality());
        };
    }

    /** Whether all points were taken, so that the metric goes. */
    private boolean take(
            ResourceMetrics group,
            ScopeMetrics scope,
            Metric metric,
            List<? extends DataPoint> points,
            AggregationTemporality temporality) {
        if (temporality != CUMULATIVE && temporality != DELTA) {
            return false;
        }
        int refused = held.take(group, scope, metric, points, temporality == DELTA);
        for (int i = 0; i < refused; i++) {
            state.refused();
        }
        if (refused > 0 && warnings.isDue()) {
            logger.atWarn()
                    .addKeyValue("metric_name", metric.name())
                    .log(
                            "No room for more series (max_streams, max_state_size); their points"
                                    + " pass at once");
        }
        return points.isEmpty();
    }
}
