// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.batch;

import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The bounded way from the callers to a shard. A full channel makes callers wait: that is the
 * back-pressure. Unlike a blocking queue it can be closed, after which nothing enters, so nothing
 * that was accepted is left behind. Thread-safe, for many callers and one shard.
 */
final class Channel {
    private final int capacity;
    private final ArrayDeque<Held> items = new ArrayDeque<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition notFull = lock.newCondition();
    private final Condition changed = lock.newCondition();
    private boolean closed;

    Channel(int capacity) {
        this.capacity = capacity;
    }

    /**
     * Waits for room and enters.
     *
     * @return false when the channel is closed: the item did not enter
     */
    boolean put(Held item) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (items.size() >= capacity && !closed) {
                notFull.await();
            }
            if (closed) {
                return false;
            }
            items.add(item);
            changed.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** The next item; null when there is none within {@code nanos}, or none will come. */
    @Nullable Held poll(long nanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = nanos;
            while (items.isEmpty() && !closed && left > 0) {
                left = changed.awaitNanos(left);
            }
            Held item = items.poll();
            if (item != null) {
                notFull.signal();
            }
            return item;
        } finally {
            lock.unlock();
        }
    }

    /** Lets nothing in any more. */
    void close() {
        lock.lock();
        try {
            closed = true;
            notFull.signalAll();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Spans, data points or log records that wait here. */
    long waitingItems() {
        lock.lock();
        try {
            return items.stream().mapToLong(item -> item.payload().itemCount()).sum();
        } finally {
            lock.unlock();
        }
    }

    /** Whether it is closed and empty. */
    boolean isDrained() {
        lock.lock();
        try {
            return closed && items.isEmpty();
        } finally {
            lock.unlock();
        }
    }
}
