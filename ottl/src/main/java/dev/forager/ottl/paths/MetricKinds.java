// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.paths;

import dev.forager.ottl.EvaluationException;
import dev.forager.pdata.ExponentialHistogram;
import dev.forager.pdata.ExponentialHistogramDataPoint;
import dev.forager.pdata.Gauge;
import dev.forager.pdata.Histogram;
import dev.forager.pdata.HistogramDataPoint;
import dev.forager.pdata.Metric;
import dev.forager.pdata.NumberDataPoint;
import dev.forager.pdata.Sum;
import dev.forager.pdata.Summary;
import dev.forager.pdata.SummaryDataPoint;
import dev.forager.pdata.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What paths of a metric mean for each kind of it. */
final class MetricKinds {
    private MetricKinds() {}

    static int type(Metric metric) {
        return switch (metric.data()) {
            case null -> 0;
            case Gauge _ -> 1;
            case Sum _ -> 2;
            case Histogram _ -> 3;
            case ExponentialHistogram _ -> 4;
            case Summary _ -> 5;
        };
    }

    static @Nullable Object temporality(Metric metric) {
        return switch (metric.data()) {
            case Sum sum -> Value.of((long) sum.aggregationTemporalityValue());
            case Histogram histogram -> Value.of((long) histogram.aggregationTemporalityValue());
            case ExponentialHistogram histogram ->
                    Value.of((long) histogram.aggregationTemporalityValue());
            case Gauge _ -> null;
            case Summary _ -> null;
            case null -> null;
        };
    }

    static void temporality(Metric metric, @Nullable Object value) throws EvaluationException {
        int number = (int) Fields.integer(value);
        switch (metric.data()) {
            case Sum sum -> sum.aggregationTemporalityValue(number);
            case Histogram histogram -> histogram.aggregationTemporalityValue(number);
            case ExponentialHistogram histogram -> histogram.aggregationTemporalityValue(number);
            case Gauge _ -> {}
            case Summary _ -> {}
            case null -> {}
        }
    }

    static @Nullable Object isMonotonic(Metric metric) {
        return metric.data() instanceof Sum sum ? Value.of(sum.isMonotonic()) : null;
    }

    static void isMonotonic(Metric metric, @Nullable Object value) throws EvaluationException {
        boolean monotonic = Fields.bool(value);
        if (metric.data() instanceof Sum sum) {
            sum.isMonotonic(monotonic);
        }
    }

    static @Nullable Object points(Metric metric) {
        return metric.data() == null ? null : metric.data().dataPoints();
    }

    static void points(Metric metric, @Nullable Object value) throws EvaluationException {
        switch (metric.data()) {
            case null -> {}
            case Gauge gauge -> numbers(gauge.dataPoints(), value);
            case Sum sum -> numbers(sum.dataPoints(), value);
            case Histogram histogram ->
                    Fields.setRecords(
                            HistogramDataPoint.class,
                            histogram.dataPoints(),
                            value,
                            HistogramDataPoint::copy);
            case ExponentialHistogram histogram ->
                    Fields.setRecords(
                            ExponentialHistogramDataPoint.class,
                            histogram.dataPoints(),
                            value,
                            ExponentialHistogramDataPoint::copy);
            case Summary summary ->
                    Fields.setRecords(
                            SummaryDataPoint.class,
                            summary.dataPoints(),
                            value,
                            SummaryDataPoint::copy);
        }
    }

    private static void numbers(List<NumberDataPoint> points, @Nullable Object value)
            throws EvaluationException {
        Fields.setRecords(NumberDataPoint.class, points, value, NumberDataPoint::copy);
    }
}
