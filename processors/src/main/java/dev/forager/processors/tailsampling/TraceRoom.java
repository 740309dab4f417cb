// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.tailsampling;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What all shards hold together, and its bounds. Thread-safe; counting takes no lock.
 *
 * <p>Who found no room may wait for a change: it reads {@link #changes}, tries, and on failure
 * passes that number to {@link #awaitChange}, so that no change in between is missed.
 */
final class TraceRoom {
    private final long maxTraces;
    private final long maxBytes;
    private final AtomicLong traces = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong spans = new AtomicLong();
    private final AtomicLong changes = new AtomicLong();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final AtomicInteger waiting = new AtomicInteger();

    TraceRoom(long maxTraces, long maxBytes) {
        this.maxTraces = Math.max(1, maxTraces);
        this.maxBytes = maxBytes;
    }

    /** A place for one more trace, unless all are taken. */
    boolean enter() {
        long known = traces.get();
        while (known < maxTraces) {
            if (traces.compareAndSet(known, known + 1)) {
                return true;
            }
            known = traces.get();
        }
        return false;
    }

    void leave() {
        traces.decrementAndGet();
        change();
    }

    /** Memory for spans, unless that is more than there is. */
    boolean hold(long moreBytes, int moreSpans) {
        if (bytes.addAndGet(moreBytes) > maxBytes) {
            bytes.addAndGet(-moreBytes);
            return false;
        }
        spans.addAndGet(moreSpans);
        return true;
    }

    void release(long fewerBytes, long fewerSpans) {
        bytes.addAndGet(-fewerBytes);
        spans.addAndGet(-fewerSpans);
        change();
    }

    long traces() {
        return traces.get();
    }

    long bytes() {
        return bytes.get();
    }

    long maxBytes() {
        return maxBytes;
    }

    long spans() {
        return spans.get();
    }

    long changes() {
        return changes.get();
    }

    /** Waits until something has left since {@link #changes} was {@code seen}. */
    void awaitChange(long seen) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            waiting.incrementAndGet();
            while (changes.get() == seen) {
                changed.await();
            }
        } finally {
            waiting.decrementAndGet();
            lock.unlock();
        }
    }

    /** Wakes all who wait. */
    void change() {
        changes.incrementAndGet();
        if (waiting.get() > 0) {
            lock.lock();
            try {
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }
}
