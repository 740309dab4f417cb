// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.cumulativetodelta;

import dev.forager.pdata.Attributes;
import dev.forager.pdata.ContentKey;
import dev.forager.pdata.DataPoint;
import dev.forager.pdata.DataPointFlags;
import dev.forager.pdata.ExponentialDistribution;
import dev.forager.pdata.ExponentialHistogramDataPoint;
import dev.forager.pdata.HistogramDataPoint;
import dev.forager.pdata.NumberDataPoint;
import dev.forager.pdata.SummaryDataPoint;
import dev.forager.pipeline.series.SeriesNames;
import dev.forager.pipeline.series.SeriesStore;

/**
 * Converts points, one after another, and remembers the last value of each series. Confined to its
 * owner's lock.
 *
 * <p>A point that goes down is a reset: there is no telling how much was counted since, so it is
 * dropped and becomes the new base. The start time is part of a series' name: a restart that the
 * sender tells of begins a new series and loses nothing.
 */
final class DeltaConverter {
    private final SeriesNames names = new SeriesNames();
    private final SeriesStore<Total> store;
    private final InitialValue initialValue;
    private final long startedUnixNano;

    /**
     * A converter that knows no series.
     *
     * @param startedUnixNano when the processor began, in nanoseconds since the Unix epoch
     */
    DeltaConverter(SeriesStore<Total> store, InitialValue initialValue, long startedUnixNano) {
        this.store = store;
        this.initialValue = initialValue;
        this.startedUnixNano = startedUnixNano;
    }

    SeriesNames names() {
        return names;
    }

    SeriesStore<Total> store() {
        return store;
    }

    /** Converts {@code point}, a point of the metric {@code group}, seen at {@code nanos}. */
    Outcome convert(SeriesStore.Group<Total> group, DataPoint point, long nanos) {
        if ((point.flags() & DataPointFlags.NO_RECORDED_VALUE_MASK) != 0) {
            return Outcome.NO_VALUE;
        }
        return switch (point) {
            case NumberDataPoint number -> number(group, number, nanos);
            case HistogramDataPoint histogram -> histogram(group, histogram, nanos);
            case ExponentialHistogramDataPoint histogram -> exponential(group, histogram, nanos);
            case SummaryDataPoint _ -> Outcome.UNTOUCHED;
        };
    }

    private Outcome number(SeriesStore.Group<Total> group, NumberDataPoint point, long nanos) {
        boolean isDouble = point.valueCase() == NumberDataPoint.ValueCase.AS_DOUBLE;
        if (isDouble && Double.isNaN(point.asDouble())) {
            return Outcome.UNTOUCHED;
        }
        long time = point.timeUnixNano();
        Total now =
                isDouble
                        ? new Total.OfDouble(time, point.asDouble())
                        : new Total.OfInt(time, point.asInt());
        int kind = isDouble ? 1 : 2;
        SeriesStore.Series<Total> series = store.find(group, key(point, kind), nanos);
        if (series == null) {
            return first(group, point, kind, now, nanos);
        }
        Total base = series.state();
        if (isOlder(now, base)) {
            return Outcome.OUT_OF_ORDER;
        }
        store.replace(series, now, 0);
        return switch (base) {
            case Total.OfInt total -> Subtraction.of(point, total);
            case Total.OfDouble total -> Subtraction.of(point, total);
            case Total.OfHistogram _, Total.OfExponential _ -> Outcome.RESET;
        };
    }

    private Outcome histogram(
            SeriesStore.Group<Total> group, HistogramDataPoint point, long nanos) {
        var now =
                new Total.OfHistogram(
                        point.timeUnixNano(),
                        point.count(),
                        point.hasSum() ? point.sum() : Double.NaN,
                        point.explicitBounds().toArray(),
                        point.bucketCounts().toArray());
        SeriesStore.Series<Total> series = store.find(group, key(point, 0), nanos);
        Outcome outcome;
        if (series == null) {
            outcome = first(group, point, 0, now, nanos);
        } else if (isOlder(now, series.state())) {
            outcome = Outcome.OUT_OF_ORDER;
        } else {
            outcome = Outcome.RESET;
            if (series.state() instanceof Total.OfHistogram base) {
                outcome = Subtraction.of(point, now, base);
                if (outcome == Outcome.CONVERTED && Double.isNaN(now.sum())) {
                    now = now.withSum(base.sum());
                }
            }
            store.replace(series, now, now.byteSize());
        }
        if (outcome == Outcome.CONVERTED) {
            point.clearMin().clearMax();
        }
        return outcome;
    }

    private Outcome exponential(
            SeriesStore.Group<Total> group, ExponentialHistogramDataPoint point, long nanos) {
        var now =
                new Total.OfExponential(
                        point.timeUnixNano(),
                        point.count(),
                        point.hasSum() ? point.sum() : Double.NaN,
                        ExponentialDistribution.of(point));
        SeriesStore.Series<Total> series = store.find(group, key(point, 0), nanos);
        Outcome outcome;
        if (series == null) {
            outcome = first(group, point, 0, now, nanos);
        } else if (isOlder(now, series.state())) {
            outcome = Outcome.OUT_OF_ORDER;
        } else {
            outcome = Outcome.RESET;
            if (series.state() instanceof Total.OfExponential base) {
                outcome = Subtraction.of(point, now, base);
                if (outcome == Outcome.CONVERTED && Double.isNaN(now.sum())) {
                    now = now.withSum(base.sum());
                }
            }
            store.replace(series, now, now.byteSize());
        }
        if (outcome == Outcome.CONVERTED) {
            point.clearMin().clearMax();
        }
        return outcome;
    }

    /** A point without a time is never older. */
    private static boolean isOlder(Total now, Total base) {
        return now.time() != 0 && Long.compareUnsigned(now.time(), base.time()) < 0;
    }

    private ContentKey key(DataPoint point, int kind) {
        Attributes attributes = point.attributes();
        return names.point(attributes, point.startTimeUnixNano(), kind);
    }

    private Outcome first(
            SeriesStore.Group<Total> group, DataPoint point, int kind, Total now, long nanos) {
        if (store.add(group, key(point, kind), now, now.byteSize(), nanos) == null) {
            return Outcome.LIMIT;
        }
        return switch (initialValue) {
            case DROP -> Outcome.INITIAL;
            case KEEP -> {
                point.startTimeUnixNano(0);
                yield Outcome.CONVERTED;
            }
            case AUTO -> beganHere(point) ? Outcome.CONVERTED : Outcome.INITIAL;
        };
    }

    /** Whether all that the point counts happened while this process watched. */
    private boolean beganHere(DataPoint point) {
        return Long.compareUnsigned(point.startTimeUnixNano(), startedUnixNano) >= 0
                && point.startTimeUnixNano() != point.timeUnixNano();
    }
}
