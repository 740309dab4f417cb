// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** How often a statement or condition failed, and how it failed first. Thread-safe. */
public final class Failures {
    /** A failing statement is logged at most this often, whatever the traffic (chosen). */
    static final long LOG_INTERVAL_NANOS = 10_000_000_000L;

    private static final long NEVER = Long.MIN_VALUE;

    private final LongAdder count = new LongAdder();
    private final AtomicReference<@Nullable String> first = new AtomicReference<>();
    private final AtomicLong nextLog = new AtomicLong(NEVER);

    /** Counts a failure; true if it is time to log it. */
    boolean add(String text, long nowNanos) {
        count.increment();
        if (first.get() == null) {
            first.compareAndSet(null, text);
        }
        long next = nextLog.get();
        return (next == NEVER || nowNanos - next >= 0)
                && nextLog.compareAndSet(next, nowNanos + LOG_INTERVAL_NANOS);
    }

    /** Failures so far. */
    public long count() {
        return count.sum();
    }

    /** The text of the first one; null if there was none. */
    public @Nullable String first() {
        return first.get();
    }
}
