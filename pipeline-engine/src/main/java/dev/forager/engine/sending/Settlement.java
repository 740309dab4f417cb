// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.sending;

import dev.forager.engine.ledger.DropReason;
import dev.forager.pipeline.ConsumeException;

/** Gives the requests of a batch its outcome, and their room back to the queue. Thread-safe. */
final class Settlement {
    private final MemoryQueue queue;
    private final Rejections rejections;

    Settlement(MemoryQueue queue, Rejections rejections) {
        this.queue = queue;
        this.rejections = rejections;
    }

    /** The destination has it, but for {@code leftOut} items. */
    void sent(Batch batch, int leftOut) {
        int rest = leftOut;
        for (Batch.Share share : batch.shares()) {
            // Nobody says whose items they were.
            int lost = Math.min(rest, share.items());
            rest -= lost;
            settle(share.request(), share.request().sent(share.items(), lost));
        }
    }

    /** It is given up. */
    void failed(Batch batch, ConsumeException failure, DropReason reason) {
        long dropped = 0;
        for (Batch.Share share : batch.shares()) {
            dropped += share.request().waits() ? 0 : share.items();
            settle(share.request(), share.request().failed(share.items(), failure, reason));
        }
        if (dropped > 0) {
            rejections.logDropped(failure.getMessage(), dropped);
        }
    }

    private void settle(QueuedRequest request, boolean isLast) {
        if (isLast) {
            queue.free(request.size());
        }
    }
}
