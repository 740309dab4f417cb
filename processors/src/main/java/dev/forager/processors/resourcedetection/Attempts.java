// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.resourcedetection;

import dev.forager.pipeline.Deadline;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * Repeats requests of a service that may be on its way up, with random waits that double, as
 * Amazon's clients do. Immutable.
 *
 * @param most attempts of a request; 0 for as many as there is time for
 * @param maxBackoff longest wait between two
 * @param end no attempt begins behind it
 * @param random spreads the requests of many collectors
 */
record Attempts(int most, Duration maxBackoff, Deadline end, RandomGenerator random) {
    /** Of Amazon's client for Go, with the rules for retries of 2026. */
    private static final Duration BASE = Duration.ofMillis(50);

    private static final int MOST_DOUBLINGS = 30;

    /** One attempt, at once. */
    static Attempts one() {
        return new Attempts(
                1, Duration.ZERO, Deadline.after(Duration.ZERO), RandomGenerator.getDefault());
    }

    /** A request. */
    interface Request<T> {
        /** Its answer. */
        T send() throws IOException, InterruptedException;
    }

    /**
     * The first answer.
     *
     * @throws IOException the failure of the last attempt
     */
    <T> T of(Request<T> request) throws IOException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                return request.send();
            } catch (IOException e) {
                Duration pause = pause(attempt);
                if (attempt == most || pause.compareTo(end.remaining()) >= 0) {
                    throw e;
                }
                var never = new CountDownLatch(1);
                boolean _ = never.await(pause.toNanos(), TimeUnit.NANOSECONDS);
            }
        }
    }

    private Duration pause(int attempt) {
        Duration doubled = BASE.multipliedBy(1L << Math.min(attempt, MOST_DOUBLINGS));
        Duration longest = doubled.compareTo(maxBackoff) < 0 ? doubled : maxBackoff;
        return Duration.ofNanos((long) ((double) longest.toNanos() * random.nextDouble()));
    }
}
