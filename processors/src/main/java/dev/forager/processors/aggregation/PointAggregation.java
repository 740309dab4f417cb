// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.aggregation;

import dev.forager.pdata.AggregationTemporality;
import dev.forager.pdata.ContentKey;
import dev.forager.pdata.DataPoint;
import dev.forager.pdata.ExponentialHistogram;
import dev.forager.pdata.ExponentialHistogramDataPoint;
import dev.forager.pdata.Gauge;
import dev.forager.pdata.Histogram;
import dev.forager.pdata.HistogramDataPoint;
import dev.forager.pdata.MetricData;
import dev.forager.pdata.NumberDataPoint;
import dev.forager.pdata.Sum;
import dev.forager.pdata.Summary;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Merges the data points of a metric that have the same attributes and time; delta points must
 * begin at the same time as well. Summaries cannot be merged. The order of groups is that of their
 * first points. Without a type, numbers keep the value of the first point. Stateless.
 */
public final class PointAggregation {
    private PointAggregation() {}

    /**
     * Replaces the points of {@code data} by merged ones.
     *
     * @throws IllegalArgumentException for a summary
     */
    public static void merge(MetricData data, @Nullable AggregationType type) {
        merge(data, List.of(data), type);
    }

    /**
     * Replaces the points of {@code target} by merged ones of all {@code parts}, which are of the
     * same kind and are used up. The target may be one of the parts.
     *
     * @throws IllegalArgumentException for a summary, or for parts of another kind
     */
    public static void merge(
            MetricData target, List<? extends MetricData> parts, @Nullable AggregationType type) {
        switch (target) {
            case Gauge gauge -> {
                List<NumberDataPoint> merged = numbers(parts, false, type);
                gauge.dataPoints().clear();
                gauge.dataPoints().addAll(merged);
            }
            case Sum sum -> {
                boolean isDelta = isDelta(sum.aggregationTemporality());
                List<NumberDataPoint> merged = numbers(parts, isDelta, type);
                sum.dataPoints().clear();
                sum.dataPoints().addAll(merged);
            }
            case Histogram histogram -> {
                boolean isDelta = isDelta(histogram.aggregationTemporality());
                List<HistogramDataPoint> merged = new ArrayList<>();
                for (List<HistogramDataPoint> group :
                        groups(parts, HistogramDataPoint.class, isDelta)) {
                    merged.add(HistogramMerge.ofExplicit(group));
                }
                histogram.dataPoints().clear();
                histogram.dataPoints().addAll(merged);
            }
            case ExponentialHistogram histogram -> {
                boolean isDelta = isDelta(histogram.aggregationTemporality());
                List<ExponentialHistogramDataPoint> merged = new ArrayList<>();
                for (List<ExponentialHistogramDataPoint> group :
                        groups(parts, ExponentialHistogramDataPoint.class, isDelta)) {
                    merged.add(HistogramMerge.ofExponential(group));
                }
                histogram.dataPoints().clear();
                histogram.dataPoints().addAll(merged);
            }
            case Summary _ ->
                    throw new IllegalArgumentException(
                            "data: summary (expected: a kind whose points can be merged)");
        }
    }

    private static boolean isDelta(AggregationTemporality temporality) {
        return temporality == AggregationTemporality.DELTA;
    }

    private static List<NumberDataPoint> numbers(
            List<? extends MetricData> parts, boolean byStart, @Nullable AggregationType type) {
        List<NumberDataPoint> merged = new ArrayList<>();
        for (List<NumberDataPoint> group : groups(parts, NumberDataPoint.class, byStart)) {
            merged.add(NumberMerge.of(group, type));
        }
        return merged;
    }

    private static <P extends DataPoint> Iterable<List<P>> groups(
            List<? extends MetricData> parts, Class<P> kind, boolean byStart) {
        Map<ContentKey, List<P>> groups = new LinkedHashMap<>();
        var key = new ContentKey.Builder();
        for (MetricData part : parts) {
            for (DataPoint point : part.dataPoints()) {
                if (!kind.isInstance(point)) {
                    throw new IllegalArgumentException(
                            "point: %s (expected: %s)"
                                    .formatted(
                                            point.getClass().getSimpleName(),
                                            kind.getSimpleName()));
                }
                addIdentity(key.truncate(0), point, byStart);
                groups.computeIfAbsent(key.build(), _ -> new ArrayList<>(2)).add(kind.cast(point));
            }
        }
        return groups.values();
    }

    private static void addIdentity(ContentKey.Builder key, DataPoint point, boolean byStart) {
        key.add(point.timeUnixNano())
                .add(byStart ? point.startTimeUnixNano() : 0)
                .add(point.attributes());
        switch (point) {
            case HistogramDataPoint histogram -> {
                key.add(flags(point, histogram.hasMin(), histogram.hasMax()));
                key.add(histogram.bucketCounts().size());
                for (int i = 0; i < histogram.explicitBounds().size(); i++) {
                    key.add(Double.doubleToRawLongBits(histogram.explicitBounds().get(i)));
                }
            }
            case ExponentialHistogramDataPoint histogram ->
                    key.add(flags(point, histogram.hasMin(), histogram.hasMax()));
            default -> {}
        }
    }

    private static long flags(DataPoint point, boolean hasMin, boolean hasMax) {
        return ((long) point.flags() << 2) | (hasMin ? 2 : 0) | (hasMax ? 1 : 0);
    }
}
