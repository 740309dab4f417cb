// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.prometheusremotewrite;

import dev.forager.exporters.prometheusremotewrite.PrometheusRemoteWriteExporterConfig.DeltaState;
import dev.forager.pdata.Metric;
import dev.forager.pdata.Metrics;
import dev.forager.pipeline.ComponentKind;
import dev.forager.pipeline.ExporterSettings;
import dev.forager.pipeline.series.DeltaConversion;
import dev.forager.pipeline.series.Outcome;
import dev.forager.pipeline.series.Seldom;
import dev.forager.pipeline.series.SeriesLimits;
import dev.forager.pipeline.series.StateMetrics;
import java.util.function.LongSupplier;
import org.slf4j.Logger;

/**
 * The running totals of delta sums and histograms. Thread-safe: requests are added one after
 * another. Kept as long as the exporter, which a reload leaves alone where its section is the same.
 */
final class DeltaTotals {
    private final DeltaConversion conversion;
    private final long maxStaleNanos;
    private final RemoteWriteMetrics metrics;
    private final StateMetrics state;
    private final Seldom warnings;
    private final Logger log;
    private final LongSupplier nanoTime;

    DeltaTotals(
            DeltaState limits,
            ExporterSettings settings,
            RemoteWriteMetrics metrics,
            LongSupplier nanoTime) {
        conversion =
                new DeltaConversion(
                        SeriesLimits.of(limits.maxSeries(), limits.maxStateSize()).newStore(),
                        this::count);
        maxStaleNanos = limits.maxStale().toNanos();
        this.metrics = metrics;
        this.nanoTime = nanoTime;
        state = new StateMetrics(settings.meter(), ComponentKind.EXPORTER, settings.id());
        warnings = new Seldom(nanoTime);
        log = settings.logger();
    }

    /** Makes a request say totals; points that cannot be added are dropped and counted. */
    synchronized void convert(Metrics request) {
        long now = nanoTime.getAsLong();
        conversion.store().expire(now - maxStaleNanos);
        conversion.convert(request, now);
        report();
    }

    private void report() {
        state.report(conversion.store().size(), conversion.store().bytes());
    }

    private void count(Metric metric, Outcome outcome) {
        switch (outcome) {
            case ADDED, PASSED -> {} // Goes on.
            case OLDER_START, OUT_OF_ORDER -> metrics.dropped("late_delta", 1);
            case LIMIT -> {
                metrics.dropped("limit", 1);
                state.refused();
                if (warnings.isDue()) {
                    log.atWarn()
                            .addKeyValue("metric", metric.name())
                            .log(
                                    "No room for more delta series (delta_state: max_series,"
                                            + " max_state_size); their points are dropped");
                }
            }
        }
    }

    synchronized void clear() {
        conversion.store().clear();
        report();
    }
}
