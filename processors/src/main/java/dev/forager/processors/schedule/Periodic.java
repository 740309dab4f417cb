// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.schedule;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Sends what a processor holds, at an interval and once more at the end. Thread-safe. */
public final class Periodic {
    private final Supplier<ScheduledExecutorService> schedulers;
    private final long intervalNanos;
    private final Runnable send;
    private @Nullable ScheduledExecutorService scheduler;

    /**
     * Does nothing until {@link #start}.
     *
     * @param schedulers makes the thread that sends
     * @param send must not throw: a scheduler ends with the first exception
     */
    public Periodic(
            Supplier<ScheduledExecutorService> schedulers, Duration interval, Runnable send) {
        this.schedulers = schedulers;
        this.intervalNanos = interval.toNanos();
        this.send = send;
    }

    /** Sends from one interval after now on. */
    public synchronized void start() {
        scheduler = schedulers.get();
        var _ =
                scheduler.scheduleAtFixedRate(
                        send, intervalNanos, intervalNanos, TimeUnit.NANOSECONDS);
    }

    /**
     * Sends for the last time; may be called without {@link #start}, and twice.
     *
     * @param limit how long that may take; what still sends then is interrupted
     * @return false when not all could be sent
     */
    public boolean stop(Duration limit) {
        ScheduledExecutorService running;
        synchronized (this) {
            running = scheduler;
            scheduler = null;
        }
        if (running == null) {
            return true;
        }
        running.execute(send);
        running.shutdown();
        try {
            if (running.awaitTermination(Math.max(1, limit.toNanos()), TimeUnit.NANOSECONDS)) {
                return true;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        running.shutdownNow();
        return false;
    }
}
