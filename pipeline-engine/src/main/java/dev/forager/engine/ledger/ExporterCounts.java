// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.ledger;

import java.util.concurrent.atomic.LongAdder;

/** What one exporter did with one signal. Thread-safe and without allocation. */
public final class ExporterCounts {
    private final LongAdder sent = new LongAdder();
    private final LongAdder sendFailed = new LongAdder();
    private final LongAdder enqueueFailed = new LongAdder();
    private final LongAdder inFlight = new LongAdder();
    private volatile boolean used;

    /** A request goes out: counted until {@link #sent} or {@link #sendFailed}. */
    public void begin() {
        inFlight.increment();
        if (!used) {
            used = true;
        }
    }

    /** The request's items reached the destination. */
    public void sent(long items) {
        inFlight.decrement();
        sent.add(items);
    }

    /** The request's items did not, and will not be tried again. */
    public void sendFailed(long items) {
        inFlight.decrement();
        sendFailed.add(items);
    }

    /** The queue had no room. */
    public void enqueueFailed(long items) {
        enqueueFailed.add(items);
    }

    /** Items that reached the destination. */
    public long sent() {
        return sent.sum();
    }

    /** Items that did not reach it. */
    public long sendFailed() {
        return sendFailed.sum();
    }

    /** Items that the queue had no room for. */
    public long enqueueFailed() {
        return enqueueFailed.sum();
    }

    /** Requests under way, waits between two attempts included. */
    public long inFlight() {
        return inFlight.sum();
    }

    /** Whether there was a request. */
    public boolean isUsed() {
        return used;
    }
}
