// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.kubernetes;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A bucket of tokens: so many requests at once, so many a second in the long run. Thread-safe;
 * those who wait are served in the order in which they came.
 */
final class RateLimit {
    private static final double NANOS = 1e9;

    private final double perSecond;
    private final double burst;
    private final CountDownLatch closed = new CountDownLatch(1);

    /** Tokens at {@link #since}; below zero by what is promised already. */
    private double tokens;

    private long since;

    RateLimit(double perSecond, int burst) {
        this.perSecond = perSecond;
        this.burst = burst;
        this.tokens = burst;
        this.since = System.nanoTime();
    }

    /** Waits for a token; returns at once when the limit is closed. */
    void acquire() throws InterruptedException {
        long wait = take(System.nanoTime());
        if (wait > 0) {
            boolean _ = closed.await(wait, TimeUnit.NANOSECONDS);
        }
    }

    /** Takes a token and answers how many nanoseconds from {@code now} it is there. */
    synchronized long take(long now) {
        tokens = Math.min(burst, tokens + (now - since) / NANOS * perSecond) - 1;
        since = now;
        return tokens >= 0 ? 0 : (long) (-tokens / perSecond * NANOS);
    }

    /** Lets everybody through. */
    void close() {
        closed.countDown();
    }
}
