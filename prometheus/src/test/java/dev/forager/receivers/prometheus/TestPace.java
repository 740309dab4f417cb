// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus;

import dev.forager.receivers.prometheus.scrape.Pace;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Scrapes come when a test says so, each wait being over at once. Thread-safe. */
final class TestPace implements Pace {
    private static final long POLL_MILLIS = 5;

    private final Semaphore due = new Semaphore(0);

    /** Lets so many waits end. */
    void pass(int waits) {
        due.release(waits);
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public boolean isOverBefore(CountDownLatch end, long nanoTime) throws InterruptedException {
        while (!due.tryAcquire(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
            if (end.getCount() == 0) {
                return true;
            }
        }
        return end.getCount() == 0;
    }
}
