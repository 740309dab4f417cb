// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.sending;

import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Deadline;
import dev.forager.pipeline.Permanent;
import dev.forager.pipeline.Retryable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The bounded queue in memory, first in first out. A request's room is free again when it is
 * settled, not when it is taken: requests under way count. Thread-safe.
 */
final class MemoryQueue {
    private final long capacity;
    private final boolean blocks;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private final Condition freed = lock.newCondition();
    private final ArrayDeque<QueuedRequest> requests = new ArrayDeque<>();
    private long size;
    private boolean closed;

    /**
     * An empty queue.
     *
     * @param capacity in the unit of the sizer
     * @param blocks whether {@link #offer} waits for room
     */
    MemoryQueue(long capacity, boolean blocks) {
        this.capacity = capacity;
        this.blocks = blocks;
    }

    /**
     * Puts a request at the end.
     *
     * @param deadline until when a caller waits for room; null is for ever
     * @throws Permanent when it is larger than the whole queue
     * @throws Retryable when there is no room, or the queue is closed
     */
    void offer(QueuedRequest request, @Nullable Deadline deadline) throws ConsumeException {
        if (request.size() > capacity) {
            throw new Permanent(
                    "element size too large: %d (expected: at most the queue_size of %d)"
                            .formatted(request.size(), capacity));
        }
        lock.lock();
        try {
            awaitRoom(request.size(), deadline);
            size += request.size();
            requests.add(request);
            request.enqueued();
            filled.signal();
        } finally {
            lock.unlock();
        }
    }

    /** The oldest request, waiting for one; null when the queue is closed and empty. */
    @Nullable QueuedRequest take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (requests.isEmpty() && !closed) {
                filled.await();
            }
            return requests.poll();
        } finally {
            lock.unlock();
        }
    }

    /** The oldest request where it is {@code wanted}; null, without waiting, where it is not. */
    @Nullable QueuedRequest poll(Predicate<QueuedRequest> wanted) {
        lock.lock();
        try {
            QueuedRequest oldest = requests.peek();
            return oldest != null && wanted.test(oldest) ? requests.poll() : null;
        } finally {
            lock.unlock();
        }
    }

    /** Takes back a request that nobody has taken yet; false when it is too late. */
    boolean remove(QueuedRequest request) {
        lock.lock();
        try {
            return requests.remove(request);
        } finally {
            lock.unlock();
        }
    }

    /** Frees the room of a settled request. */
    void free(long settled) {
        lock.lock();
        try {
            size -= settled;
            freed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Lets nothing in any more; what is inside can be taken still. */
    void close() {
        lock.lock();
        try {
            closed = true;
            filled.signalAll();
            freed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Empties the queue; the room is still taken until {@link #free}. */
    List<QueuedRequest> drain() {
        lock.lock();
        try {
            var rest = new ArrayList<>(requests);
            requests.clear();
            return rest;
        } finally {
            lock.unlock();
        }
    }

    /** What is in it, requests under way included, in the unit of the sizer. */
    long size() {
        lock.lock();
        try {
            return size;
        } finally {
            lock.unlock();
        }
    }

    /** The most that it holds. */
    long capacity() {
        return capacity;
    }

    private void awaitRoom(long needed, @Nullable Deadline deadline) throws Retryable {
        try {
            while (!closed && size + needed > capacity) {
                long nanos = blocks ? patienceNanos(deadline) : 0;
                if (nanos <= 0) {
                    throw new Retryable("sending queue is full");
                }
                long _ = freed.awaitNanos(nanos);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Retryable("shutting down");
        }
        if (closed) {
            throw new Retryable("sending queue is stopped");
        }
    }

    private static long patienceNanos(@Nullable Deadline deadline) {
        return deadline == null
                ? Long.MAX_VALUE
                : TimeUnit.NANOSECONDS.convert(deadline.remaining());
    }
}
