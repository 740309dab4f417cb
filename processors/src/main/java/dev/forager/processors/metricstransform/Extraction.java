// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.metricstransform;

import dev.forager.pdata.DataPoint;
import dev.forager.pdata.ExponentialHistogram;
import dev.forager.pdata.ExponentialHistogramDataPoint;
import dev.forager.pdata.Gauge;
import dev.forager.pdata.Histogram;
import dev.forager.pdata.HistogramDataPoint;
import dev.forager.pdata.Metric;
import dev.forager.pdata.MetricData;
import dev.forager.pdata.NumberDataPoint;
import dev.forager.pdata.Sum;
import dev.forager.pdata.Summary;
import dev.forager.pdata.SummaryDataPoint;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes the part of a metric that a filter means. Stateless. */
final class Extraction {
    private Extraction() {}

    /** A copy of the metric with the points that are meant; null if none is. */
    static @Nullable Metric copy(Metric metric, MetricFilter filter) {
        if (!filter.matches(metric)) {
            return null;
        }
        Metric copy = metric.copy();
        MetricFilter.pointsOf(copy).removeIf(point -> !filter.matches(point));
        return copy;
    }

    /**
     * Takes the points that are meant out of a metric that {@link MetricFilter#matches matches}:
     * the metric itself if all are, else a new one like it.
     */
    static Metric take(Metric metric, MetricFilter filter) {
        if (filter.matchesAll(metric)) {
            return metric;
        }
        Metric part =
                new Metric()
                        .name(metric.name())
                        .description(metric.description())
                        .unit(metric.unit());
        part.metadata().putAll(metric.metadata());
        MetricData data = metric.data();
        if (data != null) {
            MetricData taken = emptyLike(data);
            List<? extends DataPoint> points = data.dataPoints();
            for (DataPoint point : points) {
                if (filter.matches(point)) {
                    add(taken, point);
                }
            }
            points.removeIf(filter::matches);
            part.data(taken);
        }
        return part;
    }

    private static MetricData emptyLike(MetricData data) {
        return switch (data) {
            case Gauge _ -> new Gauge();
            case Summary _ -> new Summary();
            case Sum sum ->
                    new Sum()
                            .isMonotonic(sum.isMonotonic())
                            .aggregationTemporalityValue(sum.aggregationTemporalityValue());
            case Histogram histogram ->
                    new Histogram()
                            .aggregationTemporalityValue(histogram.aggregationTemporalityValue());
            case ExponentialHistogram histogram ->
                    new ExponentialHistogram()
                            .aggregationTemporalityValue(histogram.aggregationTemporalityValue());
        };
    }

    private static void add(MetricData data, DataPoint point) {
        switch (data) {
            case Gauge gauge -> gauge.dataPoints().add((NumberDataPoint) point);
            case Sum sum -> sum.dataPoints().add((NumberDataPoint) point);
            case Histogram histogram -> histogram.dataPoints().add((HistogramDataPoint) point);
            case ExponentialHistogram histogram ->
                    histogram.dataPoints().add((ExponentialHistogramDataPoint) point);
            case Summary summary -> summary.dataPoints().add((SummaryDataPoint) point);
        }
    }
}
