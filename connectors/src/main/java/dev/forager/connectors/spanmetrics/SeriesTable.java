// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.connectors.spanmetrics;

import dev.forager.connectors.distribution.Distribution;
import dev.forager.connectors.state.StateRoom;
import dev.forager.pdata.NumberDataPoint;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The series of one metric and resource, bounded by number and by the connector's room; what comes
 * above counts in one series of its own. Confined to the lock of its resource.
 */
final class SeriesTable {
    /** The attribute of the series of all others, as the metrics SDK names it. */
    private static final String OVERFLOW = "otel.metric.overflow";

    /** Objects around a series on a 64-bit JVM (estimated). */
    private static final long OVERHEAD_BYTES = 350;

    private final int limit;
    private final StateRoom room;
    private final @Nullable Supplier<Distribution> durations;
    private final Map<SeriesKey, Series> series = new LinkedHashMap<>();
    private @Nullable Series overflow;

    /**
     * An empty table.
     *
     * @param limit most series; 0 for no limit
     * @param durations makes what measures, null where the metric has no durations
     */
    SeriesTable(int limit, StateRoom room, @Nullable Supplier<Distribution> durations) {
        this.limit = limit;
        this.room = room;
        this.durations = durations;
    }

    @Nullable Series find(SeriesKey key) {
        return series.get(key);
    }

    /** A new series, or the one of all others. */
    Series add(SeriesKey key, NumberDataPoint labels, long nowNanos) {
        if (limit > 0 && series.size() >= limit) {
            room.refuse();
            return overflow(nowNanos);
        }
        Distribution measure = durations == null ? null : durations.get();
        long bytes =
                OVERHEAD_BYTES + 3 * key.byteSize() + (measure == null ? 0 : measure.byteSize());
        if (!room.enter(bytes)) {
            return overflow(nowNanos);
        }
        SeriesKey kept = key.copy();
        var added = new Series(kept, labels.copy(), nowNanos, measure, bytes);
        series.put(kept, added);
        return added;
    }

    private Series overflow(long nowNanos) {
        Series others = overflow;
        if (others == null) {
            var labels = new NumberDataPoint();
            labels.attributes().put(OVERFLOW, true);
            Distribution measure = durations == null ? null : durations.get();
            others = new Series(null, labels.copy(), nowNanos, measure, 0);
            overflow = others;
        }
        return others;
    }

    /** All series, that of all others last. */
    Collection<Series> all() {
        Series others = overflow;
        if (others == null) {
            return series.values();
        }
        List<Series> all = new ArrayList<>(series.values());
        all.add(others);
        return all;
    }

    /** Forgets the series that were last seen at {@code nanos} or before. */
    void expire(long nanos) {
        Iterator<Series> each = series.values().iterator();
        while (each.hasNext()) {
            Series old = each.next();
            if (old.lastSeenNanos <= nanos) {
                each.remove();
                room.leave(old.byteSize);
            }
        }
        if (overflow != null && overflow.lastSeenNanos <= nanos) {
            overflow = null;
        }
    }

    void clear() {
        series.values().forEach(each -> room.leave(each.byteSize));
        series.clear();
        overflow = null;
    }
}
