// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.connectors.spanmetrics;

import dev.forager.pdata.ContentKey;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * When each delta series was told of last, so that its next point begins there and time has no
 * gaps. Those asked for longest ago are forgotten. Confined to the flush.
 */
final class StartTimes {
    private final Map<Stream, Long> ends;

    /** A series of a metric of a resource; the key is null for that of all others. */
    private record Stream(ContentKey resource, String metric, @Nullable SeriesKey key) {}

    StartTimes(int limit) {
        ends =
                new LinkedHashMap<>(16, 0.75f, true) {
                    private static final long serialVersionUID = 1;

                    @Override
                    protected boolean removeEldestEntry(Map.Entry<Stream, Long> eldest) {
                        return size() > limit;
                    }
                };
    }

    /** Where the point of a series begins that ends now. */
    long next(ResourceState state, String metric, Series series, long nowNanos) {
        Long before = ends.put(new Stream(state.key, metric, series.key), nowNanos);
        return before == null ? series.startNanos : before;
    }
}
