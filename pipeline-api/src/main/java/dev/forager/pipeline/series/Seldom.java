// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pipeline.series;

import java.util.function.LongSupplier;

/** Lets one of many alike log lines through. Confined to its owner's lock. */
public final class Seldom {
    private static final long PAUSE_NANOS = 10_000_000_000L;

    private final LongSupplier nanoTime;
    private long lastNanos;
    private boolean spoke;

    /** Lets a line through once in ten seconds of {@code nanoTime}. */
    public Seldom(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Whether it is time for a line again; true means that it is written now. */
    public boolean isDue() {
        long now = nanoTime.getAsLong();
        if (spoke && now - lastNanos < PAUSE_NANOS) {
            return false;
        }
        spoke = true;
        lastNanos = now;
        return true;
    }
}
