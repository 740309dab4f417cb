// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.sending;

import dev.forager.pipeline.RetryConfig;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * The waits between the attempts of one request: each the product of the last one and the
 * multiplier, up to the longest, and spread by the randomization factor. Confined to one thread.
 *
 * <p>The rule is that of <a href="https://github.com/cenkalti/backoff">cenkalti/backoff</a>, which
 * the collector uses: the wait lies evenly in {@code [i - f*i, i + f*i]}.
 */
final class Backoff {
    private final RetryConfig config;
    private final RandomGenerator random;
    private double intervalNanos;

    Backoff(RetryConfig config, RandomGenerator random) {
        this.config = config;
        this.random = random;
        this.intervalNanos = config.initialInterval().toNanos();
    }

    /** The next wait in nanoseconds. */
    long nextNanos() {
        double spread = config.randomizationFactor() * intervalNanos;
        double wait = intervalNanos - spread + random.nextDouble() * 2 * spread;
        double longest = nanos(config.maxInterval());
        intervalNanos = Math.min(longest, intervalNanos * config.multiplier());
        return (long) wait;
    }

    private static double nanos(Duration duration) {
        return duration.getSeconds() * 1e9 + duration.getNano();
    }
}
