// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.tailsampling;

import org.jspecify.annotations.Nullable;

/**
 * Traces in the order in which they were added, linked through the traces. The oldest one's time
 * may be read by any thread; all else is guarded by its shard.
 */
final class TraceQueue {
    private @Nullable HeldTrace oldest;
    private @Nullable HeldTrace newest;
    private volatile @Nullable Long oldestNanos;

    @Nullable HeldTrace oldest() {
        return oldest;
    }

    /** When the oldest trace arrived; null when there is none. Thread-safe. */
    @Nullable Long oldestNanos() {
        return oldestNanos;
    }

    void add(HeldTrace trace) {
        HeldTrace before = newest;
        trace.queueOlder = before;
        trace.queueNewer = null;
        newest = trace;
        if (before == null) {
            oldest = trace;
            oldestNanos = trace.arrivedNanos;
        } else {
            before.queueNewer = trace;
        }
    }

    void remove(HeldTrace trace) {
        HeldTrace older = trace.queueOlder;
        HeldTrace newer = trace.queueNewer;
        if (newer == null) {
            newest = older;
        } else {
            newer.queueOlder = older;
        }
        if (older == null) {
            oldest = newer;
            oldestNanos = newer == null ? null : (Long) newer.arrivedNanos;
        } else {
            older.queueNewer = newer;
        }
        trace.queueOlder = null;
        trace.queueNewer = null;
    }
}
