// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.prometheus;

import dev.forager.pdata.DataPoint;
import dev.forager.pdata.DataPointFlags;
import dev.forager.pdata.ExponentialDistribution;
import dev.forager.pdata.ExponentialHistogramDataPoint;
import dev.forager.pdata.HistogramDataPoint;
import dev.forager.pdata.NumberDataPoint;
import dev.forager.pdata.SummaryDataPoint;
import dev.forager.pdata.ValueAtQuantile;
import dev.forager.prometheus.Exemplars;
import dev.forager.prometheus.NativeHistogram;
import dev.forager.prometheus.SeriesExemplar;
import dev.forager.prometheus.UntranslatableException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a series says. Immutable. Times are unsigned nanoseconds since 1970. */
sealed interface ServedValue {
    /** Chosen: more than one for each bucket that histograms mostly have. */
    int MOST_EXEMPLARS = 100;

    /** When counting began; 0 if unknown. */
    long start();

    /** When it was measured. */
    long time();

    /** Memory beyond the object itself, estimated. */
    default long byteSize() {
        return 0;
    }

    /**
     * A number.
     *
     * @param bits of the integer or the double
     * @param exemplars of a counter
     */
    record Scalar(
            long start, long time, boolean isInteger, long bits, List<SeriesExemplar> exemplars)
            implements ServedValue {
        double value() {
            return isInteger ? (double) bits : Double.longBitsToDouble(bits);
        }

        @Override
        public long byteSize() {
            return 200L * exemplars.size();
        }
    }

    /**
     * A histogram with bounds of its own.
     *
     * @param bounds ascending, without infinity
     * @param counts of each bucket by itself; may be shorter or longer than the bounds
     */
    @SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
    record Buckets(
            long start,
            long time,
            long count,
            boolean hasSum,
            double sum,
            double[] bounds,
            long[] counts,
            List<SeriesExemplar> exemplars)
            implements ServedValue {
        @Override
        public long byteSize() {
            return 100
                    + (long) Long.BYTES * (bounds.length + counts.length)
                    + 200L * exemplars.size();
        }
    }

    /**
     * An exponential histogram.
     *
     * @param buckets what can be added to
     * @param served the form of Prometheus
     */
    record Exponential(
            long start,
            long time,
            long count,
            double sum,
            ExponentialDistribution buckets,
            NativeHistogram served,
            List<SeriesExemplar> exemplars)
            implements ServedValue {
        @Override
        public long byteSize() {
            return 300 + 2 * buckets.byteSize() + 200L * exemplars.size();
        }
    }

    /** A summary. */
    @SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
    record Quantiles(
            long start, long time, long count, double sum, double[] quantiles, double[] values)
            implements ServedValue {
        @Override
        public long byteSize() {
            return 100 + 2L * Double.BYTES * quantiles.length;
        }
    }

    /** Whether a point says that there is no value any more. */
    static boolean isEnd(DataPoint point) {
        return (point.flags() & DataPointFlags.NO_RECORDED_VALUE_MASK) != 0;
    }

    /**
     * What a point says.
     *
     * @throws UntranslatableException when Prometheus has no form for it
     */
    static ServedValue of(DataPoint point) throws UntranslatableException {
        return switch (point) {
            case NumberDataPoint number -> number(number);
            case HistogramDataPoint histogram -> buckets(histogram);
            case ExponentialHistogramDataPoint histogram -> exponential(histogram);
            case SummaryDataPoint summary -> quantiles(summary);
        };
    }

    private static List<SeriesExemplar> latest(List<SeriesExemplar> all) {
        int count = all.size();
        return count <= MOST_EXEMPLARS ? all : all.subList(count - MOST_EXEMPLARS, count);
    }

    private static Scalar number(NumberDataPoint point) {
        boolean isInteger = point.valueCase() == NumberDataPoint.ValueCase.AS_INT;
        return new Scalar(
                point.startTimeUnixNano(),
                point.timeUnixNano(),
                isInteger,
                isInteger ? point.asInt() : Double.doubleToRawLongBits(point.asDouble()),
                latest(Exemplars.of(point.exemplars(), point)));
    }

    private static Buckets buckets(HistogramDataPoint point) throws UntranslatableException {
        double[] bounds = point.explicitBounds().toArray();
        for (int i = 0; i < bounds.length; i++) {
            if (i == 0 ? Double.isNaN(bounds[0]) : !(bounds[i] > bounds[i - 1])) {
                throw UntranslatableException.of(
                        "bounds of a histogram must ascend, found " + bounds[i]);
            }
        }
        int last = bounds.length - 1;
        if (last >= 0 && bounds[last] == Double.POSITIVE_INFINITY) {
            bounds = Arrays.copyOf(bounds, last);
        }
        return new Buckets(
                point.startTimeUnixNano(),
                point.timeUnixNano(),
                point.count(),
                point.hasSum(),
                point.hasSum() ? point.sum() : 0,
                bounds,
                point.bucketCounts().toArray(),
                latest(Exemplars.of(point.exemplars(), point)));
    }

    private static Exponential exponential(ExponentialHistogramDataPoint point)
            throws UntranslatableException {
        if (!point.hasSum()) {
            throw UntranslatableException.of(
                    "cannot convert exponential to native histogram: sum is not set");
        }
        return new Exponential(
                point.startTimeUnixNano(),
                point.timeUnixNano(),
                point.count(),
                point.sum(),
                ExponentialDistribution.of(point),
                NativeHistogram.of(point),
                latest(Exemplars.of(point.exemplars(), point)));
    }

    /** Of quantiles given twice the last counts. */
    private static Quantiles quantiles(SummaryDataPoint point) {
        var sorted = new TreeMap<Double, Double>();
        for (ValueAtQuantile each : point.quantileValues()) {
            sorted.put(each.quantile(), each.value());
        }
        double[] quantiles = new double[sorted.size()];
        double[] values = new double[sorted.size()];
        int at = 0;
        for (Map.Entry<Double, Double> entry : sorted.entrySet()) {
            quantiles[at] = entry.getKey();
            values[at++] = entry.getValue();
        }
        return new Quantiles(
                point.startTimeUnixNano(),
                point.timeUnixNano(),
                point.count(),
                point.sum(),
                quantiles,
                values);
    }
}
