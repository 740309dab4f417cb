// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.schedule;

import dev.forager.pipeline.ProcessorSettings;
import dev.forager.pipeline.series.SeriesStore;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.function.LongSupplier;

/**
 * Forgets series that were silent for too long: with each request, and once a minute, as often as
 * the Go collector, so that those of a sender that went for good do not stay. Thread-safe by the
 * lock of its processor.
 */
public final class SilentSeries {
    private static final Duration INTERVAL = Duration.ofMinutes(1);

    private final SeriesStore<?> store;
    private final long silenceNanos;
    private final LongSupplier nanoTime;
    private final Object lock;
    private final Runnable report;
    private final Periodic looking;

    /**
     * Looks at each request only, until {@link #start}.
     *
     * @param silence after which a series is forgotten; zero for never
     * @param lock guards the store
     * @param report tells how much the store holds; runs under the lock
     */
    public SilentSeries(
            ProcessorSettings settings,
            SeriesStore<?> store,
            Duration silence,
            LongSupplier nanoTime,
            Object lock,
            Runnable report) {
        this.store = store;
        this.nanoTime = nanoTime;
        this.lock = lock;
        this.report = report;
        silenceNanos = silence.toNanos();
        String name = settings.id() + "-" + settings.pipeline();
        looking =
                new Periodic(
                        () ->
                                Executors.newSingleThreadScheduledExecutor(
                                        Thread.ofVirtual().name(name).factory()),
                        INTERVAL,
                        this::forget);
    }

    /** Looks once a minute from now on. */
    public void start() {
        looking.start();
    }

    /** Looks no more, and forgets everything. */
    public void stop(Duration limit) {
        looking.stop(limit);
        synchronized (lock) {
            store.clear();
            report.run();
        }
    }

    /** Forgets what is silent now, also when nothing comes any more. */
    public void forget() {
        synchronized (lock) {
            forget(nanoTime.getAsLong());
            report.run();
        }
    }

    /** Forgets what was silent at that time; the caller holds the lock, and reports. */
    public void forget(long nanos) {
        if (silenceNanos > 0) {
            store.expire(nanos - silenceNanos);
        }
    }
}
