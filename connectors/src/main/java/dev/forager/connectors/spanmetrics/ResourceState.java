// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.connectors.spanmetrics;

import dev.forager.connectors.state.StateRoom;
import dev.forager.pdata.ContentKey;
import dev.forager.pdata.Resource;

/** All that is counted of one resource. Guarded by itself. */
final class ResourceState {
    /** Objects around a resource on a 64-bit JVM (estimated). */
    private static final long OVERHEAD_BYTES = 600;

    final ContentKey key;
    final Resource resource;
    final SeriesTable calls;

    /** The same as {@link #calls} where both metrics have the same dimensions. */
    final SeriesTable durations;

    final SeriesTable events;
    long lastSeenNanos;

    /** Set when a flush has taken it: who still holds it must ask for the next one. */
    boolean isGone;

    ResourceState(ContentKey key, Resource resource, Rules rules, StateRoom room) {
        this.key = key;
        this.resource = resource;
        int limit = rules.cardinalityLimit();
        if (rules.sharesSeries()) {
            calls = new SeriesTable(limit, room, rules.newDurations());
            durations = calls;
        } else {
            calls = new SeriesTable(limit, room, null);
            durations = new SeriesTable(limit, room, rules.newDurations());
        }
        events = new SeriesTable(limit, room, null);
    }

    /** Memory that it takes without its series. */
    static long byteSize(ContentKey key) {
        return OVERHEAD_BYTES + 3L * key.byteSize();
    }

    void expireSeries(long nanos) {
        calls.expire(nanos);
        durations.expire(nanos);
        events.expire(nanos);
    }

    void clearExamples() {
        calls.all().forEach(Series::clearExamples);
        durations.all().forEach(Series::clearExamples);
        events.all().forEach(Series::clearExamples);
    }

    /** Gives all its room back; whoever waits for the lock finds it gone. */
    void close(StateRoom room) {
        isGone = true;
        calls.clear();
        durations.clear();
        events.clear();
        room.leave(byteSize(key));
    }
}
