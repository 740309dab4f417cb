// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.connectors.state;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks at intervals on one virtual thread of its own, which may block. Thread-safe.
 *
 * <p>Shutdown: a run that goes on is waited for until the limit, then interrupted.
 */
public final class FlushTimer {
    private final Supplier<? extends ScheduledExecutorService> scheduler;
    private @Nullable ScheduledExecutorService running;

    /** A timer that runs on what {@code scheduler} makes when it starts. */
    public FlushTimer(Supplier<? extends ScheduledExecutorService> scheduler) {
        this.scheduler = scheduler;
    }

    /** A timer of the system's clock, whose thread has this name. */
    public static FlushTimer named(String name) {
        return new FlushTimer(
                () ->
                        Executors.newSingleThreadScheduledExecutor(
                                Thread.ofVirtual().name(name).factory()));
    }

    /** Runs {@code task} after each {@code interval}; it must not throw. */
    public synchronized void every(Duration interval, Runnable task) {
        ScheduledExecutorService executor = running;
        if (executor == null) {
            executor = scheduler.get();
            running = executor;
        }
        long nanos = interval.toNanos();
        var _ = executor.scheduleAtFixedRate(task, nanos, nanos, TimeUnit.NANOSECONDS);
    }

    /** Ends all runs. */
    public void stop(Duration limit) {
        ScheduledExecutorService executor;
        synchronized (this) {
            executor = running;
            running = null;
        }
        if (executor == null) {
            return;
        }
        executor.shutdown();
        try {
            if (!executor.awaitTermination(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                executor.shutdownNow();
            }
        } catch (InterruptedException e) {
            executor.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
