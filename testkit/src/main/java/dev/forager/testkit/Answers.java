// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.testkit;

import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Retryable;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** What a sink does with its callers: take, refuse, or keep them waiting. Thread-safe. */
final class Answers {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private @Nullable ConsumeException refusal;
    private boolean blocked;
    private int waiting;

    void refuse(@Nullable ConsumeException failure) {
        lock.lock();
        try {
            refusal = failure;
        } finally {
            lock.unlock();
        }
    }

    void block(boolean on) {
        lock.lock();
        try {
            blocked = on;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    int waiting() {
        lock.lock();
        try {
            return waiting;
        } finally {
            lock.unlock();
        }
    }

    /** Waits while blocked, then throws the refusal where one is set. */
    void pass() throws ConsumeException {
        lock.lock();
        try {
            awaitUnblocked();
            if (refusal != null) {
                throw refusal;
            }
        } finally {
            lock.unlock();
        }
    }

    private void awaitUnblocked() throws Retryable {
        waiting++;
        try {
            while (blocked) {
                changed.await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Retryable("shutting down");
        } finally {
            waiting--;
        }
    }
}
