// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.memorylimiter;

import java.time.Duration;

/**
 * When the next collection may be forced on one side of the hard limit. Collections that free
 * nothing, because queues hold the memory while a backend is away, are spread out: each doubles the
 * interval, up to a maximum. Confined to its limiter.
 */
final class CollectionBackoff {
    /** A little less than the time between two checks, so that the very next one may collect. */
    private static final double ALMOST = 0.95;

    private final long minNanos;
    private final long maxNanos;
    private final long checkNanos;
    private long currentNanos;

    CollectionBackoff(Duration min, Duration max, Duration check) {
        minNanos = min.toNanos();
        maxNanos = max.toNanos();
        checkNanos = (long) (check.toNanos() * ALMOST);
    }

    /** Whether a collection may be forced {@code sinceLastNanos} after the last one. */
    boolean allows(long sinceLastNanos) {
        return sinceLastNanos > Math.max(minNanos, currentNanos);
    }

    /** The last collection freed nothing worth it. */
    void lengthen() {
        if (maxNanos == 0) {
            currentNanos = minNanos;
            return;
        }
        long from = Math.max(currentNanos, Math.max(minNanos, checkNanos));
        currentNanos = Math.min(from * 2, Math.max(maxNanos, minNanos));
    }

    /** Memory came down. */
    void reset() {
        currentNanos = 0;
    }

    Duration current() {
        return Duration.ofNanos(currentNanos);
    }
}
