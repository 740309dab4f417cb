// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.testkit;

import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RunnableScheduledFuture;
import java.util.concurrent.TimeUnit;

/** A task of a {@link TestScheduler}; ordered by its time, then by age. */
final class TestTask<V> extends FutureTask<V> implements RunnableScheduledFuture<V> {
    private final TestClock clock;
    private final long periodNanos;
    private long dueNanos;
    private long order;

    TestTask(TestClock clock, Callable<V> work, long dueNanos, long periodNanos) {
        super(work);
        this.clock = clock;
        this.dueNanos = dueNanos;
        this.periodNanos = periodNanos;
    }

    long dueNanos() {
        return dueNanos;
    }

    void order(long sequence) {
        order = sequence;
    }

    @Override
    public void run() {
        if (!isPeriodic()) {
            super.run();
        } else if (super.runAndReset()) {
            dueNanos += periodNanos;
            clock.add(this);
        }
    }

    @Override
    public boolean cancel(boolean mayInterrupt) {
        clock.remove(this);
        return super.cancel(mayInterrupt);
    }

    @Override
    public boolean isPeriodic() {
        return periodNanos > 0;
    }

    @Override
    public long getDelay(TimeUnit unit) {
        return unit.convert(dueNanos - clock.nanoTime(), TimeUnit.NANOSECONDS);
    }

    @Override
    public int compareTo(Delayed other) {
        TestTask<?> task = (TestTask<?>) other;
        int byTime = Long.compare(dueNanos, task.dueNanos);
        return byTime != 0 ? byTime : Long.compare(order, task.order);
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
