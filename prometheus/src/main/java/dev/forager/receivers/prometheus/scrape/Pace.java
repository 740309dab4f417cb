// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus.scrape;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The time that passes between scrapes. Thread-safe. */
public interface Pace {
    /** Real time. */
    Pace REAL =
            new Pace() {
                @Override
                public long nanoTime() {
                    return System.nanoTime();
                }

                @Override
                public boolean isOverBefore(CountDownLatch end, long nanoTime)
                        throws InterruptedException {
                    return end.await(nanoTime - System.nanoTime(), TimeUnit.NANOSECONDS);
                }
            };

    /** As {@link System#nanoTime}. */
    long nanoTime();

    /** Waits until a time; true, and at once, when the end comes before. */
    boolean isOverBefore(CountDownLatch end, long nanoTime) throws InterruptedException;
}
