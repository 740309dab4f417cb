// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.PriorityQueue;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * Time that moves only when a test says so. {@link #advance} runs what {@link #scheduler} was given
 * for that span, in order, on the caller's thread, each task at its own time. Thread-safe.
 */
public final class TestClock implements InstantSource {
    /** Where every clock begins unless told otherwise. */
    public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final Instant start;
    private final PriorityQueue<TestTask<?>> tasks = new PriorityQueue<>();
    private long elapsedNanos;
    private long sequence;

    /** A clock at {@link #START}. */
    public TestClock() {
        this(START);
    }

    /** A clock at {@code start}. */
    public TestClock(Instant start) {
        this.start = start;
    }

    @Override
    public synchronized Instant instant() {
        return start.plusNanos(elapsedNanos);
    }

    /** Nanoseconds since the start: the counterpart of {@link System#nanoTime}. */
    public synchronized long nanoTime() {
        return elapsedNanos;
    }

    /** An executor whose time is this clock's. Immediate tasks run within the call. */
    public ScheduledExecutorService scheduler() {
        return new TestScheduler(this);
    }

    /** Moves time on and runs what falls due meanwhile. */
    public void advance(Duration step) {
        long target = nanoTime() + step.toNanos();
        for (TestTask<?> due = takeUntil(target); due != null; due = takeUntil(target)) {
            due.run();
        }
        moveTo(target);
    }

    /** How many tasks wait for their time. */
    public synchronized int pending() {
        return tasks.size();
    }

    synchronized void add(TestTask<?> task) {
        task.order(sequence++);
        tasks.add(task);
    }

    synchronized void remove(TestTask<?> task) {
        tasks.remove(task);
    }

    private synchronized @Nullable TestTask<?> takeUntil(long target) {
        TestTask<?> first = tasks.peek();
        if (first == null || first.dueNanos() > target) {
            return null;
        }
        tasks.remove();
        moveTo(first.dueNanos());
        return first;
    }

    private synchronized void moveTo(long nanos) {
        elapsedNanos = Math.max(elapsedNanos, nanos);
    }
}
