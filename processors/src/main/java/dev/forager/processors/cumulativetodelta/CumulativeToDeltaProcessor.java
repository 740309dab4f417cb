// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.cumulativetodelta;

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
import dev.forager.pipeline.Host;
import dev.forager.pipeline.Processor;
import dev.forager.pipeline.ProcessorSettings;
import dev.forager.pipeline.series.Seldom;
import dev.forager.pipeline.series.SeriesLimits;
import dev.forager.pipeline.series.SeriesStore;
import dev.forager.pipeline.series.StateMetrics;
import dev.forager.processors.schedule.SilentSeries;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Replaces running totals by what was added since the point before. Thread-safe: requests are
 * converted one after another, since order matters within a series, and handed on outside the lock.
 */
final class CumulativeToDeltaProcessor implements Processor {
    private final @Nullable MetricSelection include;
    private final @Nullable MetricSelection exclude;
    private final DeltaConverter converter;
    private final ConversionMetrics metrics;
    private final StateMetrics state;
    private final Seldom warnings;
    private final Logger logger;
    private final LongSupplier nanoTime;
    private final Consumer next;
    private final SilentSeries silent;

    CumulativeToDeltaProcessor(
            CumulativeToDeltaConfig config,
            ProcessorSettings settings,
            Consumer next,
            LongSupplier nanoTime) {
        include = config.include() == null ? null : new MetricSelection(config.include());
        exclude = config.exclude() == null ? null : new MetricSelection(config.exclude());
        Instant now = settings.clock().instant();
        converter =
                new DeltaConverter(
                        SeriesLimits.of(config.maxStreams(), config.maxStateSize()).newStore(),
                        config.initialValue(),
                        now.getEpochSecond() * 1_000_000_000 + now.getNano());
        metrics = new ConversionMetrics(settings.meter());
        state = new StateMetrics(settings.meter(), settings.id());
        warnings = new Seldom(nanoTime);
        logger = settings.logger();
        this.nanoTime = nanoTime;
        this.next = next;
        silent =
                new SilentSeries(
                        settings,
                        converter.store(),
                        config.maxStaleness(),
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
        request.resources().removeIf(group -> isEmptied(group, now));
        report();
    }

    private void report() {
        metrics.tracked(state.report(converter.store().size(), converter.store().bytes()));
    }

    private boolean isEmptied(ResourceMetrics group, long now) {
        converter.names().resource(group.resource());
        return group.scopes().removeIf(scope -> isEmptied(scope, now)) && group.scopes().isEmpty();
    }

    private boolean isEmptied(ScopeMetrics scope, long now) {
        converter.names().scope(scope.scope());
        return scope.metrics().removeIf(metric -> isEmptied(metric, now))
                && scope.metrics().isEmpty();
    }

    private boolean isEmptied(Metric metric, long now) {
        if ((include != null && !include.includes(metric))
                || (exclude != null && exclude.excludes(metric))) {
            return false;
        }
        return switch (metric.data()) {
            case Sum sum when sum.isMonotonic() && sum.aggregationTemporality() == CUMULATIVE -> {
                convert(metric, sum.dataPoints(), "sum", now);
                yield sum.aggregationTemporality(DELTA).dataPoints().isEmpty();
            }
            case Histogram histogram
                    when histogram.aggregationTemporality() == CUMULATIVE
                            && !histogram.dataPoints().isEmpty() -> {
                convert(metric, histogram.dataPoints(), "histogram", now);
                yield histogram.aggregationTemporality(DELTA).dataPoints().isEmpty();
            }
            case ExponentialHistogram histogram
                    when histogram.aggregationTemporality() == CUMULATIVE
                            && !histogram.dataPoints().isEmpty() -> {
                convert(metric, histogram.dataPoints(), "exponential_histogram", now);
                yield histogram.aggregationTemporality(DELTA).dataPoints().isEmpty();
            }
            case null -> false;
            case Gauge _, Sum _, Histogram _, ExponentialHistogram _, Summary _ -> false;
        };
    }

    private void convert(Metric metric, List<? extends DataPoint> points, String type, long now) {
        SeriesStore.Group<Total> series = converter.store().group(converter.names().metric(metric));
        points.removeIf(
                point -> {
                    Outcome outcome = converter.convert(series, point, now);
                    metrics.count(type, outcome);
                    tell(metric, point, outcome);
                    return !outcome.isKept();
                });
    }

    private void tell(Metric metric, DataPoint point, Outcome outcome) {
        switch (outcome) {
            case RESET ->
                    logger.atDebug()
                            .addKeyValue("metric_name", metric.name())
                            .addKeyValue("attributes", point.attributes())
                            .log("reset detected during cumulative-to-delta conversion");
            case BUCKET_MISMATCH ->
                    warn(
                            metric,
                            "Points in histogram series have different bucket boundaries; some"
                                    + " data will be dropped");
            case LIMIT -> {
                state.refused();
                warn(
                        metric,
                        "No room for more series (max_streams, max_state_size); their points are"
                                + " dropped");
            }
            case CONVERTED, UNTOUCHED, NO_VALUE, INITIAL, OUT_OF_ORDER -> {}
        }
    }

    private void warn(Metric metric, String text) {
        if (warnings.isDue()) {
            logger.atWarn().addKeyValue("metric_name", metric.name()).log(text);
        }
    }
}
