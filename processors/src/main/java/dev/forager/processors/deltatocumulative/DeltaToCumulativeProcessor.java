// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.deltatocumulative;

import static dev.forager.pdata.AggregationTemporality.CUMULATIVE;
import static dev.forager.pdata.AggregationTemporality.DELTA;

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
import dev.forager.pipeline.Processor;
import dev.forager.pipeline.ProcessorSettings;
import dev.forager.pipeline.series.Seldom;
import dev.forager.pipeline.series.SeriesLimits;
import dev.forager.pipeline.series.StateMetrics;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import org.slf4j.Logger;

/**
 * Replaces what was added since the point before by the running total. Thread-safe: requests are
 * added one after another, since order matters within a series, and handed on outside the lock.
 */
final class DeltaToCumulativeProcessor implements Processor {
    private final Accumulator accumulator;
    private final long maxStaleNanos;
    private final AccumulationMetrics metrics;
    private final StateMetrics state;
    private final Seldom warnings;
    private final Logger logger;
    private final LongSupplier nanoTime;
    private final Consumer next;

    DeltaToCumulativeProcessor(
            DeltaToCumulativeConfig config,
            ProcessorSettings settings,
            Consumer next,
            LongSupplier nanoTime) {
        accumulator =
                new Accumulator(
                        SeriesLimits.of(config.maxStreams(), config.maxStateSize()).newStore());
        maxStaleNanos = config.maxStale().toNanos();
        metrics = new AccumulationMetrics(settings.meter(), config);
        state = new StateMetrics(settings.meter(), settings.id());
        warnings = new Seldom(nanoTime);
        logger = settings.logger();
        this.nanoTime = nanoTime;
        this.next = next;
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
    public synchronized void stop(Duration limit) {
        accumulator.store().clear();
        report();
    }

    private synchronized void convert(Metrics request) {
        long now = nanoTime.getAsLong();
        accumulator.store().expire(now - maxStaleNanos);
        request.resources().removeIf(group -> isEmptied(group, now));
        report();
    }

    private void report() {
        metrics.tracked(state.report(accumulator.store().size(), accumulator.store().bytes()));
    }

    private boolean isEmptied(ResourceMetrics group, long now) {
        accumulator.names().resource(group.resource());
        return group.scopes().removeIf(scope -> isEmptied(scope, now)) && group.scopes().isEmpty();
    }

    private boolean isEmptied(ScopeMetrics scope, long now) {
        accumulator.names().scope(scope.scope());
        return scope.metrics().removeIf(metric -> isEmptied(metric, now))
                && scope.metrics().isEmpty();
    }

    private boolean isEmptied(Metric metric, long now) {
        return switch (metric.data()) {
            case Sum sum when sum.aggregationTemporality() == DELTA -> {
                add(metric, sum.dataPoints(), now);
                yield sum.aggregationTemporality(CUMULATIVE).dataPoints().isEmpty();
            }
            case Histogram histogram when histogram.aggregationTemporality() == DELTA -> {
                add(metric, histogram.dataPoints(), now);
                yield histogram.aggregationTemporality(CUMULATIVE).dataPoints().isEmpty();
            }
            case ExponentialHistogram histogram
                    when histogram.aggregationTemporality() == DELTA -> {
                add(metric, histogram.dataPoints(), now);
                yield histogram.aggregationTemporality(CUMULATIVE).dataPoints().isEmpty();
            }
            case null -> false;
            case Gauge _, Sum _, Histogram _, ExponentialHistogram _, Summary _ -> false;
        };
    }

    private void add(Metric metric, List<? extends DataPoint> points, long now) {
        var series = accumulator.store().group(accumulator.names().metric(metric));
        points.removeIf(
                point -> {
                    Outcome outcome = accumulator.add(series, point, now);
                    metrics.count(outcome);
                    if (outcome == Outcome.LIMIT) {
                        tellLimit(metric);
                    }
                    return !outcome.isKept();
                });
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
