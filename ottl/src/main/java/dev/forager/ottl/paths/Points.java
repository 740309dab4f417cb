// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.paths;

import dev.forager.ottl.EvaluationException;
import dev.forager.pdata.DataPoint;
import dev.forager.pdata.Exemplar;
import dev.forager.pdata.ExponentialHistogramDataPoint;
import dev.forager.pdata.HistogramDataPoint;
import dev.forager.pdata.NumberDataPoint;
import dev.forager.pdata.SummaryDataPoint;
import dev.forager.pdata.Value;
import dev.forager.pdata.ValueAtQuantile;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What paths of a data point mean for each kind of it: a getter and a setter of the same name for
 * each. Getters answer null for what the kind lacks, setters refuse it.
 */
final class Points {
    private Points() {}

    private static EvaluationException lacks(DataPoint point, String expected) {
        return new EvaluationException(
                "expects pmetric.%s but got pmetric.%s"
                        .formatted(expected, point.getClass().getSimpleName()));
    }

    private static <T extends DataPoint> T as(Class<T> type, DataPoint point)
            throws EvaluationException {
        if (!type.isInstance(point)) {
            throw lacks(point, type.getSimpleName());
        }
        return type.cast(point);
    }

    /** Zero if the point holds an integer, as in the Go collector. */
    static @Nullable Object valueDouble(DataPoint point) {
        return point instanceof NumberDataPoint number
                ? Value.of(isDouble(number) ? number.asDouble() : 0.0)
                : null;
    }

    private static boolean isDouble(NumberDataPoint point) {
        return point.valueCase() == NumberDataPoint.ValueCase.AS_DOUBLE;
    }

    static void valueDouble(DataPoint point, @Nullable Object value) throws EvaluationException {
        double number = Fields.floating(value);
        as(NumberDataPoint.class, point).asDouble(number);
    }

    static @Nullable Object valueInt(DataPoint point) {
        return point instanceof NumberDataPoint number
                ? Value.of(
                        number.valueCase() == NumberDataPoint.ValueCase.AS_INT
                                ? number.asInt()
                                : 0L)
                : null;
    }

    static void valueInt(DataPoint point, @Nullable Object value) throws EvaluationException {
        long number = Fields.integer(value);
        as(NumberDataPoint.class, point).asInt(number);
    }

    static @Nullable List<Exemplar> exemplars(DataPoint point) {
        return switch (point) {
            case NumberDataPoint number -> number.exemplars();
            case HistogramDataPoint histogram -> histogram.exemplars();
            case ExponentialHistogramDataPoint histogram -> histogram.exemplars();
            case SummaryDataPoint _ -> null;
        };
    }

    static void exemplars(DataPoint point, @Nullable Object value) throws EvaluationException {
        List<Exemplar> list = exemplars(point);
        if (list == null) {
            throw lacks(point, "NumberDataPoint");
        }
        Fields.setRecords(Exemplar.class, list, value, Exemplar::copy);
    }

    static @Nullable Object count(DataPoint point) {
        return switch (point) {
            case NumberDataPoint _ -> null;
            case HistogramDataPoint histogram -> Value.of(histogram.count());
            case ExponentialHistogramDataPoint histogram -> Value.of(histogram.count());
            case SummaryDataPoint summary -> Value.of(summary.count());
        };
    }

    static void count(DataPoint point, @Nullable Object value) throws EvaluationException {
        long count = Fields.integer(value);
        switch (point) {
            case NumberDataPoint _ -> throw lacks(point, "HistogramDataPoint");
            case HistogramDataPoint histogram -> histogram.count(count);
            case ExponentialHistogramDataPoint histogram -> histogram.count(count);
            case SummaryDataPoint summary -> summary.count(count);
        }
    }

    static @Nullable Object sum(DataPoint point) {
        return switch (point) {
            case NumberDataPoint _ -> null;
            case HistogramDataPoint histogram -> Value.of(histogram.sum());
            case ExponentialHistogramDataPoint histogram -> Value.of(histogram.sum());
            case SummaryDataPoint summary -> Value.of(summary.sum());
        };
    }

    static void sum(DataPoint point, @Nullable Object value) throws EvaluationException {
        double sum = Fields.floating(value);
        switch (point) {
            case NumberDataPoint _ -> throw lacks(point, "HistogramDataPoint");
            case HistogramDataPoint histogram -> histogram.sum(sum);
            case ExponentialHistogramDataPoint histogram -> histogram.sum(sum);
            case SummaryDataPoint summary -> summary.sum(sum);
        }
    }

    static @Nullable Object bucketCounts(DataPoint point) {
        return point instanceof HistogramDataPoint histogram
                ? Numbers.array(histogram.bucketCounts())
                : null;
    }

    static void bucketCounts(DataPoint point, @Nullable Object value) throws EvaluationException {
        Numbers.set(as(HistogramDataPoint.class, point).bucketCounts(), value);
    }

    static @Nullable Object explicitBounds(DataPoint point) {
        return point instanceof HistogramDataPoint histogram
                ? Numbers.array(histogram.explicitBounds())
                : null;
    }

    static void explicitBounds(DataPoint point, @Nullable Object value) throws EvaluationException {
        Numbers.set(as(HistogramDataPoint.class, point).explicitBounds(), value);
    }

    static @Nullable Object scale(DataPoint point) {
        return point instanceof ExponentialHistogramDataPoint histogram
                ? Value.of((long) histogram.scale())
                : null;
    }

    static void scale(DataPoint point, @Nullable Object value) throws EvaluationException {
        int scale = (int) Fields.integer(value);
        as(ExponentialHistogramDataPoint.class, point).scale(scale);
    }

    static @Nullable Object zeroCount(DataPoint point) {
        return point instanceof ExponentialHistogramDataPoint histogram
                ? Value.of(histogram.zeroCount())
                : null;
    }

    static void zeroCount(DataPoint point, @Nullable Object value) throws EvaluationException {
        long count = Fields.integer(value);
        as(ExponentialHistogramDataPoint.class, point).zeroCount(count);
    }

    static @Nullable Object quantileValues(DataPoint point) {
        return point instanceof SummaryDataPoint summary ? summary.quantileValues() : null;
    }

    static void quantileValues(DataPoint point, @Nullable Object value) throws EvaluationException {
        Fields.setRecords(
                ValueAtQuantile.class,
                as(SummaryDataPoint.class, point).quantileValues(),
                value,
                ValueAtQuantile::copy);
    }
}
