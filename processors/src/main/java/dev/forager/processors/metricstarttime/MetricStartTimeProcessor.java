// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.metricstarttime;

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
import dev.forager.pipeline.series.StateMetrics;
import dev.forager.processors.schedule.SilentSeries;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Sets start times. Thread-safe: requests are adjusted one after another, since order matters
 * within a series, and handed on outside the lock.
 */
final class MetricStartTimeProcessor implements Processor {
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final Strategy strategy;
    private final StartTimes startTimes;
    private final StartMetric startMetric;
    private final long fallbackUnixNano;
    private final StateMetrics state;
    private final Seldom warnings;
    private final Logger logger;
    private final LongSupplier nanoTime;
    private final Consumer next;
    private final SilentSeries silent;

    MetricStartTimeProcessor(
            MetricStartTimeConfig config,
            ProcessorSettings settings,
            Consumer next,
            LongSupplier nanoTime) {
        strategy = config.strategy();
        startTimes =
                new StartTimes(
                        SeriesLimits.of(config.maxStreams(), config.maxStateSize()).newStore(),
                        strategy);
        String regex = config.startTimeMetricRegex();
        startMetric =
                new StartMetric(regex.isEmpty() ? null : MetricStartTimeConfig.compile(regex));
        fallbackUnixNano = settings.clock().instant().getEpochSecond() * NANOS_PER_SECOND;
        state = new StateMetrics(settings.meter(), settings.id());
        warnings = new Seldom(nanoTime);
        logger = settings.logger();
        this.nanoTime = nanoTime;
        this.next = next;
        silent =
                new SilentSeries(
                        settings,
                        startTimes.store(),
                        config.gcInterval(),
                        nanoTime,
                        this,
                        this::report);
    }

    @Override
    public void consume(Telemetry telemetry, Context context) throws ConsumeException {
        if (telemetry instanceof Metrics request) {
            adjust(request, strategy == Strategy.START_TIME_METRIC ? processStart(request) : 0);
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

    private void report() {
        state.report(startTimes.store().size(), startTimes.store().bytes());
    }

    private long processStart(Metrics request) {
        StartMetric.Finding finding = startMetric.find(request);
        if (finding.isUsable()) {
            return finding.unixNanos();
        }
        logger.atDebug()
                .addKeyValue("error", finding.problem())
                .addKeyValue("fallback_start_time", fallbackUnixNano)
                .log("Couldn't get start time for metrics. Using fallback start time.");
        return fallbackUnixNano;
    }

    private synchronized void adjust(Metrics request, long processStart) {
        long now = nanoTime.getAsLong();
        silent.forget(now);
        for (ResourceMetrics group : request.resources()) {
            startTimes.names().resource(group.resource());
            for (ScopeMetrics scope : group.scopes()) {
                startTimes.names().scope(scope.scope());
                for (Metric metric : scope.metrics()) {
                    adjust(metric, processStart, now);
                }
            }
        }
        report();
    }

    private void adjust(Metric metric, long processStart, long now) {
        List<? extends DataPoint> points = pointsToStart(metric);
        if (points == null || points.isEmpty()) {
            return;
        }
        var series = startTimes.store().group(startTimes.names().metric(metric));
        points.removeIf(
                point -> {
                    StartTimes.Outcome outcome =
                            startTimes.adjust(series, point, processStart, now);
                    if (outcome == StartTimes.Outcome.REFUSED) {
                        tellLimit(metric);
                    }
                    return outcome == StartTimes.Outcome.DROPPED;
                });
    }

    private @Nullable List<? extends DataPoint> pointsToStart(Metric metric) {
        return switch (metric.data()) {
            case null -> null;
            case Gauge _ -> null;
            case Summary summary -> summary.dataPoints();
            case Sum sum ->
                    strategy.startsSums(sum.aggregationTemporality()) ? sum.dataPoints() : null;
            case Histogram histogram ->
                    strategy.startsHistograms(histogram.aggregationTemporality())
                            ? histogram.dataPoints()
                            : null;
            case ExponentialHistogram histogram ->
                    strategy.startsHistograms(histogram.aggregationTemporality())
                            ? histogram.dataPoints()
                            : null;
        };
    }

    private void tellLimit(Metric metric) {
        state.refused();
        if (warnings.isDue()) {
            logger.atWarn()
                    .addKeyValue("metric_name", metric.name())
                    .log(
                            "No room for more series (max_streams, max_state_size); their points"
                                    + " keep no start time");
        }
    }
}
