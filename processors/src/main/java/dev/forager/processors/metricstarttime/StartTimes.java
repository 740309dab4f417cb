// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.metricstarttime;

import dev.forager.pdata.DataPoint;
import dev.forager.pdata.DataPointFlags;
import dev.forager.pipeline.series.SeriesNames;
import dev.forager.pipeline.series.SeriesStore;
import org.jspecify.annotations.Nullable;

/**
 * Gives points a start time, and remembers that of each series. Confined to its owner's lock.
 *
 * @see <a
 *     href="https://opentelemetry.io/docs/specs/otel/metrics/data-model/#cumulative-streams-inserting-true-reset-points">true
 *     reset points</a>
 */
final class StartTimes {
    /** How long before its first point a series that was reset is said to have begun. */
    private static final long RESET_NANOS = 1_000_000;

    private final SeriesNames names = new SeriesNames();
    private final SeriesStore<History> store;
    private final Strategy strategy;

    StartTimes(SeriesStore<History> store, Strategy strategy) {
        this.store = store;
        this.strategy = strategy;
    }

    /**
     * What is known of a series.
     *
     * @param start its start, in nanoseconds since 1970
     * @param last what its last point said
     * @param initial what is taken off all its points; null for nothing
     */
    record History(long start, Reading last, @Nullable Reading initial) {
        long byteSize() {
            return 32 + last.byteSize() + (initial == null ? 0 : initial.byteSize());
        }
    }

    /** What became of a point. */
    enum Outcome {
        KEPT,
        DROPPED,
        /** There was no room for a new series; the point is as it was. */
        REFUSED
    }

    SeriesNames names() {
        return names;
    }

    SeriesStore<History> store() {
        return store;
    }

    /**
     * Adjusts {@code point}, a point of the metric {@code group}, seen at {@code nanos}.
     *
     * @param processStart what the start time metric said
     */
    Outcome adjust(
            SeriesStore.Group<History> group, DataPoint point, long processStart, long nanos) {
        long given = point.startTimeUnixNano();
        if (given != 0 && given != point.timeUnixNano()) {
            return Outcome.KEPT;
        }
        var key = names.point(point.attributes());
        boolean hasValue = (point.flags() & DataPointFlags.NO_RECORDED_VALUE_MASK) == 0;
        SeriesStore.Series<History> series = store.find(group, key, nanos);
        if (series != null) {
            if (hasValue) {
                follow(series, point);
            } else {
                point.startTimeUnixNano(series.state().start());
            }
            return Outcome.KEPT;
        }
        boolean isSubtracted = strategy == Strategy.SUBTRACT_INITIAL_POINT;
        if (!hasValue && isSubtracted) {
            return Outcome.DROPPED;
        }
        long start = strategy == Strategy.START_TIME_METRIC ? processStart : point.timeUnixNano();
        Reading reading = Reading.of(point);
        var first = new History(start, reading, isSubtracted ? reading : null);
        if (store.add(group, key, first, first.byteSize(), nanos) == null) {
            return Outcome.REFUSED;
        }
        point.startTimeUnixNano(start);
        return isSubtracted ? Outcome.DROPPED : Outcome.KEPT;
    }

    private void follow(SeriesStore.Series<History> series, DataPoint point) {
        History before = series.state();
        Reading reading = Reading.of(point);
        History now =
                reading.isResetOf(before.last())
                        ? new History(justBefore(point.timeUnixNano()), reading, null)
                        : new History(before.start(), reading, before.initial());
        store.replace(series, now, now.byteSize());
        point.startTimeUnixNano(now.start());
        if (now.initial() != null) {
            now.initial().subtractFrom(point);
        }
    }

    private static long justBefore(long time) {
        return Long.compareUnsigned(time, RESET_NANOS) < 0 ? 0 : time - RESET_NANOS;
    }
}
