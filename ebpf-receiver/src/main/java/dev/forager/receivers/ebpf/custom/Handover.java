// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.custom;

import dev.forager.pdata.LogRecord;
import dev.forager.receivers.ebpf.runtime.LogOutlet;
import java.time.Duration;

/**
 * Hands records over and waits while the pipelines take none. After {@link #end} it waits once
 * more, for all that is left together; what finds no room then is counted as dropped. Records come
 * from one thread at a time; {@link #end} may come from any.
 */
final class Handover {
    /** How soon it is seen that the end has come (chosen). */
    private static final Duration LOOK = Duration.ofMillis(100);

    private final LogOutlet logs;
    private final Duration lastPatience;
    private volatile boolean hasEnded;
    private volatile long endNanos;

    /**
     * A hand-over.
     *
     * @param lastPatience how long it waits after the end
     */
    Handover(LogOutlet logs, Duration lastPatience) {
        this.logs = logs;
        this.lastPatience = lastPatience;
    }

    /** Hands over a record of a control group, which the caller touches no more. */
    void hand(long cgroup, LogRecord record) {
        try {
            Duration patience = patience();
            while (!logs.offer(cgroup, record, patience)) {
                if (patience.isZero()) {
                    logs.add(cgroup, record);
                    return;
                }
                patience = patience();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            logs.add(cgroup, record);
        }
    }

    private Duration patience() {
        if (!hasEnded) {
            return LOOK;
        }
        long left = lastPatience.toNanos() - (System.nanoTime() - endNanos);
        return Duration.ofNanos(Math.clamp(left, 0, LOOK.toNanos()));
    }

    /** The last records come. */
    void end() {
        endNanos = System.nanoTime();
        hasEnded = true;
    }
}
