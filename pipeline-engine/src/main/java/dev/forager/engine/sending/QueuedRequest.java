// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.sending;

import dev.forager.engine.ledger.Branch;
import dev.forager.engine.ledger.DropReason;
import dev.forager.pdata.Payload;
import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.MemoryBudget;
import dev.forager.pipeline.Permanent;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * A payload in the queue, until the last of its items is settled: a batch may hold only a part of
 * it. Thread-safe.
 *
 * <p>Its caller has gone on, and then every outcome goes to the account; or the caller waits, and
 * then a failure is its own to report.
 */
final class QueuedRequest {
    private final Payload payload;
    private final Context context;
    private final Branch branch;
    private final long size;
    private final boolean waits;
    private final MemoryBudget.Reservation reservation;
    private final CountDownLatch settled = new CountDownLatch(1);
    private int pendingItems;
    private int sentItems;
    private @Nullable ConsumeException failure;

    /**
     * Creates a request.
     *
     * @param size in the unit of the queue's sizer
     * @param waits whether the caller waits for the outcome
     * @param reservation of the payload's memory, released with the last item
     */
    QueuedRequest(
            Payload payload,
            Context context,
            Branch branch,
            long size,
            boolean waits,
            MemoryBudget.Reservation reservation) {
        this.payload = payload;
        this.context = context;
        this.branch = branch;
        this.size = size;
        this.waits = waits;
        this.reservation = reservation;
        this.pendingItems = payload.itemCount();
    }

    Payload payload() {
        return payload;
    }

    Context context() {
        return context;
    }

    long size() {
        return size;
    }

    int items() {
        return payload.itemCount();
    }

    boolean waits() {
        return waits;
    }

    /** Notes that it stands in the queue. */
    void enqueued() {
        if (!waits) {
            branch.queue(items());
        }
    }

    /**
     * {@code items} of it were sent, and the destination has them but for {@code leftOut}; true
     * when those were the last.
     */
    synchronized boolean sent(int items, int leftOut) {
        branch.send(items - leftOut);
        branch.drop(DropReason.LEFT_OUT, leftOut);
        sentItems += items;
        return settle(items);
    }

    /** {@code items} of it did not get through; true when those were the last. */
    synchronized boolean failed(int items, ConsumeException why, DropReason reason) {
        failure = failure == null ? why : worse(failure, why);
        if (!waits) {
            branch.drop(reason, items);
        }
        return settle(items);
    }

    /** Frees the memory of a request that never entered the queue, or was taken out of it. */
    void release() {
        reservation.close();
    }

    /** Opened when the last item is settled. */
    CountDownLatch settled() {
        return settled;
    }

    /** The failure of any of its items; null when all were sent. */
    synchronized @Nullable ConsumeException failure() {
        return failure;
    }

    private boolean settle(int items) {
        pendingItems -= items;
        if (!waits) {
            branch.queue(-items);
        }
        if (pendingItems > 0) {
            return false;
        }
        if (waits && failure != null) {
            branch.repeat(sentItems);
        }
        reservation.close();
        settled.countDown();
        return true;
    }

    private static ConsumeException worse(ConsumeException one, ConsumeException other) {
        return one instanceof Permanent ? one : other;
    }
}
