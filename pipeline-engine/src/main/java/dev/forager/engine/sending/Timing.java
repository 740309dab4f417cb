// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.sending;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Time and chance, replaced in tests.
 *
 * @param scheduler runs short actions that never block, after a delay
 * @param nanoTime the monotonic clock of {@code scheduler}
 * @param random spreads retries; thread-safe
 */
public record Timing(
        ScheduledExecutorService scheduler, LongSupplier nanoTime, RandomGenerator random) {
    /** The system's clock. The caller shuts the scheduler down. */
    public static Timing system(RandomGenerator random) {
        var scheduler =
                new ScheduledThreadPoolExecutor(
                        1, Thread.ofVirtual().name("engine-timer").factory());
        scheduler.setRemoveOnCancelPolicy(true);
        return new Timing(scheduler, System::nanoTime, random);
    }
}
