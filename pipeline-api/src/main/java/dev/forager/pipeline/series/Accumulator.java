// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pipeline.series;

import dev.forager.pdata.DataPoint;
import dev.forager.pdata.DataPointFlags;
import dev.forager.pdata.ExponentialDistribution;
import dev.forager.pdata.ExponentialHistogramDataPoint;
import dev.forager.pdata.HistogramDataPoint;
import dev.forager.pdata.NumberDataPoint;
import dev.forager.pdata.SummaryDataPoint;
import java.util.Arrays;

/**
 * Adds each point to the total of its series and makes the point say the total. Confined to its
 * owner's lock.
 *
 * <p>Where a total cannot go on (other bounds, more than 64 bits) it begins anew with the point,
 * which then keeps its own start time: a reset that every backend understands.
 */
final class Accumulator {
    /** As many buckets on each side of an exponential histogram as the Go collector keeps. */
    private static final int MAX_BUCKETS = 160;

    private final SeriesNames names = new SeriesNames();
    private final SeriesStore<RunningTotal> store;

    Accumulator(SeriesStore<RunningTotal> store) {
        this.store = store;
    }

    SeriesNames names() {
        return names;
    }

    SeriesStore<RunningTotal> store() {
        return store;
    }

    /** Adds {@code point}, a point of the metric {@code group}, seen at {@code nanos}. */
    Outcome add(SeriesStore.Group<RunningTotal> group, DataPoint point, long nanos) {
        var key = names.point(point.attributes());
        SeriesStore.Series<RunningTotal> series = store.find(group, key, nanos);
        if (!hasValue(point)) {
            if (series != null) {
                point.startTimeUnixNano(series.state().start());
            }
            return Outcome.PASSED;
        }
        if (series == null) {
            RunningTotal first = totalOf(point);
            return store.add(group, key, first, first.byteSize(), nanos) == null
                    ? Outcome.LIMIT
                    : Outcome.ADDED;
        }
        RunningTotal total = series.state();
        if (total.time() != 0) {
            if (Long.compareUnsigned(point.startTimeUnixNano(), total.start()) < 0) {
                return Outcome.OLDER_START;
            }
            if (Long.compareUnsigned(point.timeUnixNano(), total.time()) <= 0) {
                return Outcome.OUT_OF_ORDER;
            }
        }
        RunningTotal sum = total.time() == 0 ? totalOf(point) : sum(total, point);
        store.replace(series, sum, sum.byteSize());
        return Outcome.ADDED;
    }

    private static boolean hasValue(DataPoint point) {
        if ((point.flags() & DataPointFlags.NO_RECORDED_VALUE_MASK) != 0) {
            return false;
        }
        return !(point instanceof NumberDataPoint number)
                || switch (number.valueCase()) {
                    case NOT_SET -> false;
                    case AS_INT -> true;
                    // One of these would be all that the series ever says again.
                    case AS_DOUBLE -> Double.isFinite(number.asDouble());
                };
    }

    private static RunningTotal totalOf(DataPoint point) {
        long start = point.startTimeUnixNano();
        long time = point.timeUnixNano();
        return switch (point) {
            case NumberDataPoint number ->
                    number.valueCase() == NumberDataPoint.ValueCase.AS_INT
                            ? new RunningTotal.OfInt(start, time, number.asInt())
                            : new RunningTotal.OfDouble(start, time, number.asDouble());
            case HistogramDataPoint histogram ->
                    new RunningTotal.OfHistogram(
                            start,
                            time,
                            histogram.count(),
                            extentOf(histogram),
                            histogram.explicitBounds().toArray(),
                            histogram.bucketCounts().toArray());
            case ExponentialHistogramDataPoint histogram ->
                    new RunningTotal.OfExponential(
                            start,
                            time,
                            histogram.count(),
                            extentOf(histogram),
                            ExponentialDistribution.of(histogram));
            case SummaryDataPoint _ -> new RunningTotal.OfInt(start, time, 0);
        };
    }

    private static RunningTotal.Extent extentOf(HistogramDataPoint point) {
        return new RunningTotal.Extent(
                point.hasSum() ? point.sum() : Double.NaN,
                point.hasMin() ? point.min() : Double.NaN,
                point.hasMax() ? point.max() : Double.NaN);
    }

    private static RunningTotal.Extent extentOf(ExponentialHistogramDataPoint point) {
        return new RunningTotal.Extent(
                point.hasSum() ? point.sum() : Double.NaN,
                point.hasMin() ? point.min() : Double.NaN,
                point.hasMax() ? point.max() : Double.NaN);
    }

    /** The total with the point, which says it then; the point's own where they do not add up. */
    private static RunningTotal sum(RunningTotal total, DataPoint point) {
        RunningTotal more = totalOf(point);
        return switch (total) {
            case RunningTotal.OfInt base when more instanceof RunningTotal.OfInt added ->
                    sum(base, added, (NumberDataPoint) point);
            case RunningTotal.OfInt base when more instanceof RunningTotal.OfDouble added ->
                    sum(base.start(), (double) base.value(), added, (NumberDataPoint) point);
            case RunningTotal.OfDouble base when more instanceof RunningTotal.OfDouble added ->
                    sum(base.start(), base.value(), added, (NumberDataPoint) point);
            case RunningTotal.OfDouble base when more instanceof RunningTotal.OfInt added -> {
                var same = new RunningTotal.OfDouble(added.start(), added.time(), added.value());
                yield sum(base.start(), base.value(), same, (NumberDataPoint) point);
            }
            case RunningTotal.OfHistogram base
                    when more instanceof RunningTotal.OfHistogram added ->
                    sum(base, added, (HistogramDataPoint) point);
            case RunningTotal.OfExponential base
                    when more instanceof RunningTotal.OfExponential added ->
                    sum(base, added, (ExponentialHistogramDataPoint) point);
            case RunningTotal.OfInt _,
                    RunningTotal.OfDouble _,
                    RunningTotal.OfHistogram _,
                    RunningTotal.OfExponential _ ->
                    more;
        };
    }

    private static RunningTotal sum(
            RunningTotal.OfInt base, RunningTotal.OfInt more, NumberDataPoint point) {
        long value = base.value() + more.value();
        boolean overflows = ((base.value() ^ value) & (more.value() ^ value)) < 0;
        if (overflows) {
            return more;
        }
        point.asInt(value).startTimeUnixNano(base.start());
        return new RunningTotal.OfInt(base.start(), more.time(), value);
    }

    private static RunningTotal sum(
            long start, double base, RunningTotal.OfDouble more, NumberDataPoint point) {
        double value = base + more.value();
        if (!Double.isFinite(value)) {
            return more;
        }
        point.asDouble(value).startTimeUnixNano(start);
        return new RunningTotal.OfDouble(start, more.time(), value);
    }

    private static RunningTotal sum(
            RunningTotal.OfHistogram base,
            RunningTotal.OfHistogram more,
            HistogramDataPoint point) {
        long count = base.count() + more.count();
        if (!Arrays.equals(base.bounds(), more.bounds())
                || base.counts().length != more.counts().length
                || Long.compareUnsigned(count, base.count()) < 0) {
            return more;
        }
        long[] counts = more.counts();
        for (int i = 0; i < counts.length; i++) {
            counts[i] += base.counts()[i];
        }
        RunningTotal.Extent extent = base.extent().plus(more.extent());
        point.count(count).startTimeUnixNano(base.start());
        point.bucketCounts().setAll(counts);
        point.clearSum().clearMin().clearMax();
        if (!Double.isNaN(extent.sum())) {
            point.sum(extent.sum());
        }
        if (!Double.isNaN(extent.min())) {
            point.min(extent.min());
        }
        if (!Double.isNaN(extent.max())) {
            point.max(extent.max());
        }
        return new RunningTotal.OfHistogram(
                base.start(), more.time(), count, extent, base.bounds(), counts);
    }

    private static RunningTotal sum(
            RunningTotal.OfExponential base,
            RunningTotal.OfExponential more,
            ExponentialHistogramDataPoint point) {
        long count = base.count() + more.count();
        if (Long.compareUnsigned(count, base.count()) < 0) {
            return more;
        }
        ExponentialDistribution buckets = base.buckets().plus(more.buckets(), MAX_BUCKETS);
        RunningTotal.Extent extent = base.extent().plus(more.extent());
        buckets.writeTo(point);
        point.count(count).startTimeUnixNano(base.start());
        point.clearSum().clearMin().clearMax();
        if (!Double.isNaN(extent.sum())) {
            point.sum(extent.sum());
        }
        if (!Double.isNaN(extent.min())) {
            point.min(extent.min());
        }
        if (!Double.isNaN(extent.max())) {
            point.max(extent.max());
        }
        return new RunningTotal.OfExponential(base.start(), more.time(), count, extent, buckets);
    }
}
