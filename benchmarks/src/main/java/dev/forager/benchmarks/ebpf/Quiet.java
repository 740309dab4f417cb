// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.benchmarks.ebpf;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Waits until this process has little to do: what a receiver has started with, and the compiler of
 * the JVM, take CPUs that are not what is measured. Stateless.
 */
final class Quiet {
    private static final int WINDOW_MILLIS = 500;
    private static final double MOST_PERCENT = 5;
    private static final int WINDOWS = 3;
    private static final int MOST_WINDOWS = 20;

    private Quiet() {}

    /**
     * Returns when the CPU time of this process has stayed below 5 % of a core for one and a half
     * seconds, or after 10 seconds.
     *
     * @return how long that took, in seconds
     */
    static double await() throws InterruptedException {
        long began = System.nanoTime();
        int quiet = 0;
        for (int i = 0; i < MOST_WINDOWS && quiet < WINDOWS; i++) {
            long from = System.nanoTime();
            long cpu = EventCost.cpuNanos();
            new CountDownLatch(1).await(WINDOW_MILLIS, TimeUnit.MILLISECONDS);
            double percent = 100.0 * (EventCost.cpuNanos() - cpu) / (System.nanoTime() - from);
            quiet = percent < MOST_PERCENT ? quiet + 1 : 0;
        }
        return (System.nanoTime() - began) / 1e9;
    }
}
