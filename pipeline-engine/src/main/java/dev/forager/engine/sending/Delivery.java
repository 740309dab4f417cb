// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.sending;

import dev.forager.engine.ledger.DropReason;
import dev.forager.engine.ledger.ExporterCounts;
import dev.forager.pdata.Payload;
import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.Permanent;
import dev.forager.pipeline.Retryable;
import org.jspecify.annotations.Nullable;

/** The stages behind the queue, counted: retry, timeout, export. Thread-safe. */
final class Delivery {
    private final RetrySender retry;
    private final ExporterCounts counts;

    private final @Nullable DeliverySpans spans;

    Delivery(RetrySender retry, ExporterCounts counts, @Nullable DeliverySpans spans) {
        this.retry = retry;
        this.counts = counts;
        this.spans = spans;
    }

    /** Returns when the destination has the payload. */
    void deliver(Payload payload, Context context) throws ConsumeException {
        if (spans == null) {
            counted(payload, context);
        } else {
            spans.around(payload.itemCount(), context, inside -> counted(payload, inside));
        }
    }

    private void counted(Payload payload, Context context) throws ConsumeException {
        int items = payload.itemCount();
        counts.begin();
        try {
            retry.send(payload, context);
        } catch (ConsumeException failure) {
            counts.sendFailed(items, failure, reason(failure) == DropReason.SHUTDOWN);
            throw failure;
        } catch (RuntimeException fault) {
            counts.sendFailed(items);
            throw fault;
        }
        counts.sent(items);
    }

    /** As {@link #deliver} for what the queue has joined. */
    void deliverBatch(Payload batch, Context context) throws ConsumeException {
        counts.batched(batch);
        deliver(batch, context);
    }

    /** Why data that failed with {@code failure} is given up. */
    DropReason reason(ConsumeException failure) {
        return switch (failure) {
            case Permanent _ -> DropReason.PERMANENT_ERROR;
            case Retryable _ ->
                    retry.isStopped() ? DropReason.SHUTDOWN : DropReason.RETRIES_EXHAUSTED;
        };
    }

    /** From now on each payload is tried once. */
    void stopRetrying() {
        retry.stop();
    }
}
