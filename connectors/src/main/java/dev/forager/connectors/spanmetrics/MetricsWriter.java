// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.connectors.spanmetrics;

import dev.forager.connectors.distribution.Distribution;
import dev.forager.pdata.Attributes;
import dev.forager.pdata.DataPoint;
import dev.forager.pdata.Exemplar;
import dev.forager.pdata.KeyValue;
import dev.forager.pdata.Metric;
import dev.forager.pdata.MetricData;
import dev.forager.pdata.Metrics;
import dev.forager.pdata.NumberDataPoint;
import dev.forager.pdata.ResourceMetrics;
import dev.forager.pdata.ScopeMetrics;
import dev.forager.pdata.Sum;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes what was counted as metrics, once for each flush. Confined to the flush. */
final class MetricsWriter {
    private static final String SCOPE = "spanmetricsconnector";

    private final Rules rules;
    private final @Nullable StartTimes startTimes;
    private final long nowNanos;
    private final boolean isLast;
    private final Metrics metrics = Metrics.create();

    /**
     * Metrics of now.
     *
     * @param startTimes where delta points begin; null for cumulative ones
     * @param isLast no flush comes after this one
     */
    MetricsWriter(Rules rules, @Nullable StartTimes startTimes, long nowNanos, boolean isLast) {
        this.rules = rules;
        this.startTimes = startTimes;
        this.nowNanos = nowNanos;
        this.isLast = isLast;
    }

    Metrics metrics() {
        return metrics;
    }

    /** Adds a resource, whose lock the caller holds. */
    void add(ResourceState state) {
        Collection<Series> calls = state.calls.all();
        if (calls.isEmpty()) {
            return;
        }
        ResourceMetrics group = metrics.addResource();
        if (rules.keepsResource()) {
            putAll(state.resource.attributes(), group.resource().attributes());
        }
        ScopeMetrics scope = group.addScope();
        scope.scope().name(SCOPE);
        writeDurations(state, scope, writeSum(state, calls, "calls", scope));
        if (rules.countsEvents()) {
            // Without points too, as the Go collector has it.
            writeSum(state, state.events.all(), "events", scope);
        }
    }

    /** The metric, and where its points began, since those of durations may begin there too. */
    private long[] writeSum(
            ResourceState state, Collection<Series> all, String name, ScopeMetrics scope) {
        var sum = new Sum().isMonotonic(true).aggregationTemporality(rules.temporality());
        scope.addMetric().name(rules.name(name)).data(sum);
        long[] starts = new long[all.size()];
        int at = 0;
        for (Series series : all) {
            NumberDataPoint point = sum.addDataPoint().asInt(value(series));
            starts[at] = start(state, name, series);
            write(series, point, point.exemplars(), starts[at++]);
        }
        return starts;
    }

    /**
     * A cumulative series begins with 0, as in the Go collector: Prometheus sees no increase
     * between no value and the first. The last flush tells the truth, since none follows.
     */
    private long value(Series series) {
        boolean isFirst = !series.isKnown && !rules.isDelta() && !isLast;
        series.isKnown = true;
        return isFirst ? 0 : series.count;
    }

    private void writeDurations(ResourceState state, ScopeMetrics scope, long[] callStarts) {
        Collection<Series> all = state.durations.all();
        if (rules.newDurations() == null || all.isEmpty()) {
            return;
        }
        Metric metric =
                scope.addMetric().name(rules.name("duration")).unit(rules.unit().toString());
        MetricData data = null;
        int at = 0;
        for (Series series : all) {
            Distribution durations = series.durations;
            if (durations == null) {
                continue;
            }
            if (data == null) {
                data = durations.newData(rules.temporality());
                metric.data(data);
            }
            Distribution.Point point = durations.addPoint(data);
            long start = rules.sharesSeries() ? callStarts[at++] : start(state, "duration", series);
            write(series, point.point(), point.exemplars(), start);
        }
    }

    private long start(ResourceState state, String name, Series series) {
        return startTimes == null
                ? series.startNanos
                : startTimes.next(state, name, series, nowNanos);
    }

    private void write(Series series, DataPoint point, List<Exemplar> exemplars, long start) {
        point.startTimeUnixNano(start).timeUnixNano(nowNanos);
        putAll(series.labels.attributes(), point.attributes());
        series.writeExamples(exemplars, nowNanos);
    }

    private static void putAll(Attributes from, Attributes to) {
        for (KeyValue entry : from) {
            to.add(entry);
        }
    }
}
