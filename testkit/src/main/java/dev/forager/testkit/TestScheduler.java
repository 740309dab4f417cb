// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.testkit;

import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Runs tasks at the time of a {@link TestClock}. A fixed delay counts from the start of a run,
 * which takes no time here.
 */
final class TestScheduler extends AbstractExecutorService implements ScheduledExecutorService {
    private final TestClock clock;
    private volatile boolean shutdown;

    TestScheduler(TestClock clock) {
        this.clock = clock;
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable work, long delay, TimeUnit unit) {
        return add(Executors.callable(work), delay, 0, unit);
    }

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> work, long delay, TimeUnit unit) {
        return add(work, delay, 0, unit);
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(
            Runnable work, long initialDelay, long period, TimeUnit unit) {
        return add(Executors.callable(work), initialDelay, period, unit);
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(
            Runnable work, long initialDelay, long delay, TimeUnit unit) {
        return add(Executors.callable(work), initialDelay, delay, unit);
    }

    @Override
    public void execute(Runnable work) {
        refuseAfterShutdown();
        work.run();
    }

    @Override
    public void shutdown() {
        shutdown = true;
    }

    @Override
    public List<Runnable> shutdownNow() {
        shutdown = true;
        return List.of();
    }

    @Override
    public boolean isShutdown() {
        return shutdown;
    }

    @Override
    public boolean isTerminated() {
        return shutdown;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return shutdown;
    }

    private <V> TestTask<V> add(Callable<V> work, long delay, long period, TimeUnit unit) {
        refuseAfterShutdown();
        Callable<V> guarded = () -> shutdown ? null : work.call();
        var task =
                new TestTask<>(
                        clock,
                        guarded,
                        clock.nanoTime() + unit.toNanos(delay),
                        unit.toNanos(period));
        clock.add(task);
        return task;
    }

    private void refuseAfterShutdown() {
        if (shutdown) {
            throw new RejectedExecutionException("the scheduler is shut down");
        }
    }
}
