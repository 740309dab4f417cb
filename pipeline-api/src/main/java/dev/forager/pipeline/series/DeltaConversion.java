// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pipeline.series;

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
import java.util.List;

/**
 * Makes the delta metrics of requests cumulative; the others stay as they are. Confined to its
 * owner's lock.
 */
public final class DeltaConversion {
    private final Accumulator accumulator;
    private final SeriesNames names;
    private final SeriesStore<RunningTotal> store;
    private final Listener listener;

    /** Is told what becomes of each delta point. */
    @FunctionalInterface
    public interface Listener {
        /** A point of this metric came. */
        void added(Metric metric, Outcome outcome);
    }

    /** A conversion that keeps its totals in this store. */
    public DeltaConversion(SeriesStore<RunningTotal> store, Listener listener) {
        this.store = store;
        this.listener = listener;
        accumulator = new Accumulator(store);
        names = accumulator.names();
    }

    /** The totals; what is silent for long is the owner's to expire. */
    public SeriesStore<RunningTotal> store() {
        return store;
    }

    /** Edits a request; points that cannot be added go, and what is empty then. */
    public void convert(Metrics request, long nanos) {
        request.resources().removeIf(group -> isEmptied(group, nanos));
    }

    private boolean isEmptied(ResourceMetrics group, long now) {
        names.resource(group.resource());
        return group.scopes().removeIf(scope -> isEmptied(scope, now)) && group.scopes().isEmpty();
    }

    private boolean isEmptied(ScopeMetrics scope, long now) {
        names.scope(scope.scope());
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
        var series = store.group(names.metric(metric));
        points.removeIf(
                point -> {
                    Outcome outcome = accumulator.add(series, point, now);
                    listener.added(metric, outcome);
                    return !outcome.isKept();
                });
    }
}
