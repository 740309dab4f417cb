// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.prometheusremotewrite;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The message that a receiver is spoken to in: the configured one, or that of 1.0 once an answer
 * said that it does not know 2.0. Something between may have said so, or the receiver is replaced
 * by a newer one, so 2.0 is tried again after a while: one request that is sent twice. Thread-safe.
 */
final class SpokenMessage {
    /** Chosen: nothing next to the requests of that time. */
    static final Duration PAUSE = Duration.ofMinutes(10);

    private final RemoteWriteMessage configured;
    private final LongSupplier nanoTime;
    private boolean isOld;
    private long triedAgainNanos;

    SpokenMessage(RemoteWriteMessage configured, LongSupplier nanoTime) {
        this.configured = configured;
        this.nanoTime = nanoTime;
    }

    /** The message of the next request. */
    synchronized RemoteWriteMessage next() {
        if (!isOld) {
            return configured;
        }
        long now = nanoTime.getAsLong();
        if (now - triedAgainNanos < 0) {
            return RemoteWriteMessage.V1;
        }
        triedAgainNanos = now + PAUSE.toNanos();
        return configured;
    }

    /** The receiver does not know 2.0; whether that is news. */
    synchronized boolean fellBack() {
        boolean isNew = !isOld;
        isOld = true;
        if (isNew) {
            triedAgainNanos = nanoTime.getAsLong() + PAUSE.toNanos();
        }
        return isNew;
    }

    /** The receiver took 2.0; whether that is news. */
    synchronized boolean isKnown() {
        boolean wasOld = isOld;
        isOld = false;
        return wasOld;
    }
}
