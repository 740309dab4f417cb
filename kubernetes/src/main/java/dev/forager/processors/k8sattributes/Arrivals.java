// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.k8sattributes;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** Wakes those who wait for something to become known. Costs nothing while nobody waits. */
final class Arrivals {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final AtomicInteger waiting = new AtomicInteger();

    /** Something is known now that was not, or waiting is over. */
    void signal() {
        if (waiting.get() == 0) {
            return;
        }
        lock.lock();
        try {
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until {@code wanted} holds, which is asked after every arrival; its last answer. */
    boolean await(BooleanSupplier wanted, long nanos) throws InterruptedException {
        lock.lock();
        try {
            waiting.incrementAndGet();
            long left = nanos;
            // Asked again once waiting is announced: what came just before did not signal.
            while (!wanted.getAsBoolean()) {
                if (left <= 0) {
                    return false;
                }
                left = arrived.awaitNanos(left);
            }
            return true;
        } finally {
            waiting.decrementAndGet();
            lock.unlock();
        }
    }
}
