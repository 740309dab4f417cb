// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.metricstransform;

import dev.forager.pdata.AggregationTemporality;
import dev.forager.pdata.DataPoint;
import dev.forager.pdata.ExponentialHistogram;
import dev.forager.pdata.Gauge;
import dev.forager.pdata.Histogram;
import dev.forager.pdata.KeyValue;
import dev.forager.pdata.Metric;
import dev.forager.pdata.MetricData;
import dev.forager.pdata.Sum;
import dev.forager.pdata.Summary;
import dev.forager.processors.aggregation.AggregationType;
import dev.forager.processors.aggregation.PointAggregation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Makes one metric of several that are alike. Immutable. */
final class Combination {
    private final MetricFilter filter;
    private final String newName;
    private final AggregationType type;
    private final String submatchCase;

    Combination(MetricFilter filter, TransformConfig config) {
        this.filter = filter;
        newName = config.newName();
        type = Objects.requireNonNull(AggregationType.ofWord(config.aggregationType()));
        submatchCase = config.submatchCase();
    }

    /**
     * Whether the metrics can become one.
     *
     * @throws UnsupportedMetricException when they cannot, and why
     */
    void check(List<Metric> metrics) throws UnsupportedMetricException {
        for (Metric metric : metrics) {
            if (metric.data() instanceof Summary || metric.data() == null) {
                throw new UnsupportedMetricException(
                        "%s metrics cannot be combined: %s"
                                .formatted(
                                        metric.data() == null ? "empty" : "summary",
                                        metric.name()));
            }
        }
        Metric first = metrics.getFirst();
        for (Metric other : metrics.subList(1, metrics.size())) {
            demandSame("are of different types", first, other, kind(first), kind(other));
            demandSame("have different units", first, other, first.unit(), other.unit());
            demandSame("have different attributes", first, other, labels(first), labels(other));
            demandSame(
                    "have different aggregation temporalities",
                    first,
                    other,
                    temporality(first.data()),
                    temporality(other.data()));
            demandSame(
                    "have different monotonicity",
                    first,
                    other,
                    first.data() instanceof Sum sum && sum.isMonotonic(),
                    other.data() instanceof Sum sum && sum.isMonotonic());
        }
    }

    private static void demandSame(
            String how, Metric first, Metric other, Object ofFirst, Object ofOther)
            throws UnsupportedMetricException {
        if (!ofFirst.equals(ofOther)) {
            throw new UnsupportedMetricException(
                    "metrics cannot be combined as they %s: %s (%s) and %s (%s)"
                            .formatted(how, first.name(), ofFirst, other.name(), ofOther));
        }
    }

    private static String kind(Metric metric) {
        return switch (metric.data()) {
            case null -> "Empty";
            case Gauge _ -> "Gauge";
            case Sum _ -> "Sum";
            case Histogram _ -> "Histogram";
            case ExponentialHistogram _ -> "ExponentialHistogram";
            case Summary _ -> "Summary";
        };
    }

    private static Set<String> labels(Metric metric) {
        Set<String> keys = new TreeSet<>();
        for (DataPoint point : MetricFilter.pointsOf(metric)) {
            for (KeyValue each : point.attributes()) {
                keys.add(each.key());
            }
        }
        return keys;
    }

    private static String temporality(@Nullable MetricData data) {
        AggregationTemporality temporality =
                switch (data) {
                    case Sum sum -> sum.aggregationTemporality();
                    case Histogram histogram -> histogram.aggregationTemporality();
                    case ExponentialHistogram histogram -> histogram.aggregationTemporality();
                    case null -> AggregationTemporality.UNSPECIFIED;
                    case Gauge _, Summary _ -> AggregationTemporality.UNSPECIFIED;
                };
        return switch (temporality) {
            case DELTA -> "Delta";
            case CUMULATIVE -> "Cumulative";
            default -> "Unspecified";
        };
    }

    /** The combined metric; {@link #check} has passed, and the metrics are used up. */
    Metric combine(List<Metric> metrics) {
        List<MetricData> parts = new ArrayList<>();
        for (Metric metric : metrics) {
            label(metric);
            parts.add(Objects.requireNonNull(metric.data()));
        }
        Metric combined = metrics.getFirst();
        PointAggregation.merge(parts.getFirst(), parts, type);
        return combined.name(newName);
    }

    /** What the groups of the pattern found in the name becomes labels. */
    private void label(Metric metric) {
        for (MetricFilter.Submatch each : filter.submatches(metric.name())) {
            String value =
                    switch (submatchCase) {
                        case "lower" -> each.value().toLowerCase(Locale.ROOT);
                        case "upper" -> each.value().toUpperCase(Locale.ROOT);
                        default -> each.value();
                    };
            for (DataPoint point : MetricFilter.pointsOf(metric)) {
                point.attributes().put(each.label(), value);
            }
        }
    }
}
