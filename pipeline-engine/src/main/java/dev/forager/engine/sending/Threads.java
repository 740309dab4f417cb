// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.sending;

import dev.forager.pipeline.Deadline;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/** Ends groups of virtual threads. */
final class Threads {
    /** Chosen: how long an interrupted exporter may take to come back. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    private Threads() {}

    /** Waits for all tasks until {@code deadline}, then interrupts them. */
    static void finish(ExecutorService executor, Deadline deadline) {
        executor.shutdown();
        if (!await(executor, deadline.remaining())) {
            executor.shutdownNow();
            await(executor, GRACE);
        }
    }

    private static boolean await(ExecutorService executor, Duration limit) {
        try {
            return executor.awaitTermination(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
