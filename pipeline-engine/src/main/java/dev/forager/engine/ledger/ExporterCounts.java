// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.ledger;

import dev.forager.pdata.Payload;
import dev.forager.pipeline.ConsumeException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/** What one exporter did with one signal. Thread-safe; success is counted without allocation. */
public final class ExporterCounts {
    private static final SendFailure FAULT = new SendFailure("_OTHER", true);

    private final LongAdder sent = new LongAdder();
    private final LongAdder sendFailed = new LongAdder();
    private final LongAdder enqueueFailed = new LongAdder();
    private final LongAdder inFlight = new LongAdder();
    private volatile boolean used;
    private volatile ObjLongConsumer<SendFailure> failures = (_, _) -> {};
    private volatile @Nullable ExporterSizes sizes;

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

    /**
     * The request's items did not, and will not be tried again.
     *
     * @param isShutdown whether it would have been tried again if the process did not end
     */
    public void sendFailed(long items, ConsumeException failure, boolean isShutdown) {
        inFlight.decrement();
        sendFailed.add(items);
        failures.accept(SendFailure.of(failure, isShutdown), items);
    }

    /** Another exporter goes on with the request. */
    public void leave() {
        inFlight.decrement();
    }

    /** A fault of this program ended the request. */
    public void sendFailed(long items) {
        inFlight.decrement();
        sendFailed.add(items);
        failures.accept(FAULT, items);
    }

    /** The request is in the queue. */
    public void enqueued(Payload request) {
        ExporterSizes present = sizes;
        if (present != null) {
            present.enqueued(request);
        }
    }

    /** The batch goes out. */
    public void batched(Payload batch) {
        ExporterSizes present = sizes;
        if (present != null) {
            present.batched(batch);
        }
    }

    /** Who is told of failures and sizes, which are too many to be kept here. */
    void report(ObjLongConsumer<SendFailure> toFailures, ExporterSizes toSizes) {
        failures = toFailures;
        sizes = toSizes;
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
