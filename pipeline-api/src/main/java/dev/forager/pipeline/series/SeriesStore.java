// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pipeline.series;

import static java.util.Objects.requireNonNull;

import dev.forager.pdata.ContentKey;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a processor knows of each time series, bounded by number and bytes. Confined to its owner's
 * lock.
 *
 * <p>Series of one metric hang below one key, which is therefore kept and searched once. All series
 * stand in one list by the time they were last seen, so expiring costs what expires. A new series
 * that does not fit is refused, never an old one thrown out: with more series than room, those that
 * are in stay right, where throwing out would break every one of them in turn.
 *
 * @param <S> what is known of a series
 */
public final class SeriesStore<S> {
    /** Objects around a series on a 64-bit JVM: entry, keys, node in the map (estimated). */
    private static final long OVERHEAD_BYTES = 200;

    private final long maxSeries;
    private final long maxBytes;
    private final Map<ContentKey, Group<S>> groups = new HashMap<>();
    private @Nullable Series<S> oldest;
    private @Nullable Series<S> newest;
    private long size;
    private long bytes;

    /**
     * A store without series.
     *
     * @param maxSeries most series
     * @param maxBytes most bytes that they may take, estimated
     */
    public SeriesStore(long maxSeries, long maxBytes) {
        this.maxSeries = maxSeries;
        this.maxBytes = maxBytes;
    }

    /** The series of a metric; use it before the next change of the store only. */
    public Group<S> group(ContentKey metric) {
        Group<S> known = groups.get(metric);
        return known != null ? known : new Group<>(metric);
    }

    /** What is known of a series, which counts as seen at {@code nanos}; null if nothing. */
    public @Nullable Series<S> find(Group<S> group, ContentKey point, long nanos) {
        Series<S> series = group.series.get(point);
        if (series != null) {
            series.lastSeenNanos = nanos;
            unlink(series);
            append(series);
        }
        return series;
    }

    /**
     * Begins to know a series; null when there is no room for it.
     *
     * @param stateBytes memory that {@code state} takes beyond its object
     */
    public @Nullable Series<S> add(
            Group<S> group, ContentKey point, S state, long stateBytes, long nanos) {
        boolean isFirst = group.series.isEmpty();
        long more =
                OVERHEAD_BYTES
                        + point.byteSize()
                        + stateBytes
                        + (isFirst ? OVERHEAD_BYTES + group.metric.byteSize() : 0);
        if (size >= maxSeries || bytes + more > maxBytes) {
            return null;
        }
        if (isFirst) {
            groups.put(group.metric, group);
        }
        var series = new Series<>(group, point, state, stateBytes, nanos);
        group.series.put(point, series);
        append(series);
        size++;
        bytes += more;
        return series;
    }

    /** Replaces what is known of a series; it may grow beyond the bound, new ones may not. */
    public void replace(Series<S> series, S state, long stateBytes) {
        bytes += stateBytes - series.stateBytes;
        series.stateBytes = stateBytes;
        series.state = state;
    }

    /** Forgets a series. */
    public void remove(Series<S> series) {
        Group<S> group = series.group;
        if (group.series.remove(series.point) == null) {
            return;
        }
        unlink(series);
        size--;
        bytes -= OVERHEAD_BYTES + series.point.byteSize() + series.stateBytes;
        if (group.series.isEmpty()) {
            groups.remove(group.metric);
            bytes -= OVERHEAD_BYTES + group.metric.byteSize();
        }
    }

    /** Forgets what was last seen before {@code nanos}; says how many. */
    public int expire(long nanos) {
        return expire(nanos, _ -> {});
    }

    /** The same; calls back for each after it was forgotten. */
    public int expire(long nanos, Consumer<? super S> forgotten) {
        int expired = 0;
        while (oldest != null && oldest.lastSeenNanos - nanos < 0) {
            Series<S> silent = oldest;
            remove(silent);
            forgotten.accept(silent.state);
            expired++;
        }
        return expired;
    }

    /** Calls back for every series, the one that was seen longest ago first. */
    public void forEach(Consumer<? super S> action) {
        for (Series<S> each = oldest; each != null; each = each.next) {
            action.accept(each.state);
        }
    }

    /** Forgets everything. */
    public void clear() {
        groups.clear();
        oldest = null;
        newest = null;
        size = 0;
        bytes = 0;
    }

    /** How many series are known. */
    public long size() {
        return size;
    }

    /** Bytes that they take, estimated. */
    public long bytes() {
        return bytes;
    }

    private void append(Series<S> series) {
        series.previous = newest;
        series.next = null;
        if (newest == null) {
            oldest = series;
        } else {
            newest.next = series;
        }
        newest = series;
    }

    private void unlink(Series<S> series) {
        if (series.previous == null) {
            oldest = series.next;
        } else {
            series.previous.next = series.next;
        }
        if (series.next == null) {
            newest = series.previous;
        } else {
            requireNonNull(series.next).previous = series.previous;
        }
    }

    /**
     * The series of one metric.
     *
     * @param <S> what is known of a series
     */
    public static final class Group<S> {
        private final ContentKey metric;
        private final Map<ContentKey, Series<S>> series = new HashMap<>(4);

        private Group(ContentKey metric) {
            this.metric = metric;
        }
    }

    /**
     * One series.
     *
     * @param <S> what is known of it
     */
    public static final class Series<S> {
        private final Group<S> group;
        private final ContentKey point;
        private S state;
        private long stateBytes;
        private long lastSeenNanos;
        private @Nullable Series<S> previous;
        private @Nullable Series<S> next;

        private Series(Group<S> group, ContentKey point, S state, long stateBytes, long nanos) {
            this.group = group;
            this.point = point;
            this.state = state;
            this.stateBytes = stateBytes;
            this.lastSeenNanos = nanos;
        }

        /** What is known of it. */
        public S state() {
            return state;
        }
    }
}
