// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.sending;

import static java.util.Objects.requireNonNull;

import dev.forager.engine.ledger.DropReason;
import dev.forager.engine.ledger.ExporterCounts;
import dev.forager.pdata.Payload;
import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.Permanent;
import dev.forager.pipeline.Retryable;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The stages behind the queue, counted: retry, timeout, export. Thread-safe.
 *
 * <p>With an heir, what fails here for now goes on by the heir's stages; after {@link #handOver}
 * all does.
 */
final class Delivery {
    private static final int HEIRS = -1;
    private static final int ALL = Integer.MAX_VALUE;

    private final RetrySender retry;
    private final ExporterCounts counts;
    private final @Nullable DeliverySpans spans;

    /** One permit for each payload inside; all of them once the heir has what comes. */
    private final Semaphore inside = new Semaphore(ALL);

    private volatile @Nullable Delivery heir;
    private volatile boolean isHandedOver;

    Delivery(RetrySender retry, ExporterCounts counts, @Nullable DeliverySpans spans) {
        this.retry = retry;
        this.counts = counts;
        this.spans = spans;
    }

    /**
     * Returns when the destination has the payload.
     *
     * @return how many of its items were left out
     */
    int deliver(Payload payload, Context context) throws ConsumeException {
        return spans == null
                ? counted(payload, context)
                : spans.around(payload.itemCount(), context, outer -> counted(payload, outer));
    }

    private int counted(Payload payload, Context context) throws ConsumeException {
        int leftOut =
                !isHandedOver && inside.tryAcquire() ? deliveredHere(payload, context) : HEIRS;
        return leftOut == HEIRS ? requireNonNull(heir, "heir").counted(payload, context) : leftOut;
    }

    /** How many items were left out, or {@link #HEIRS} when the heir is to go on with it. */
    private int deliveredHere(Payload payload, Context context) throws ConsumeException {
        int items = payload.itemCount();
        long leftOut;
        counts.begin();
        try {
            leftOut = retry.send(payload, context);
        } catch (ConsumeException failure) {
            if (heir != null && failure instanceof Retryable) {
                counts.leave();
                return HEIRS;
            }
            counts.sendFailed(items, failure, reason(failure) == DropReason.SHUTDOWN);
            throw failure;
        } catch (RuntimeException | Error fault) {
            // Nobody above would answer for the items, and the queue's worker would be gone.
            counts.sendFailed(items);
            throw new Permanent("sending failed unexpectedly: " + fault, null, fault);
        } finally {
            inside.release();
        }
        counts.sent(items); // All of them, as upstream.
        return Math.clamp(leftOut, 0, items);
    }

    /** As {@link #deliver} for what the queue has joined. */
    int deliverBatch(Payload batch, Context context) throws ConsumeException {
        counts.batched(batch);
        return deliver(batch, context);
    }

    /** Why data that failed with {@code failure} is given up. */
    DropReason reason(ConsumeException failure) {
        Delivery next = heir;
        if (next != null) {
            return next.reason(failure);
        }
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

    /** From now on another's stages go on with what fails here for now. */
    void bequeath(Delivery next) {
        heir = next;
    }

    /** Gives all that comes to the heir; returns when nothing is inside any more, or too late. */
    void handOver(Duration limit) {
        isHandedOver = true;
        retry.stop();
        try {
            boolean _ =
                    inside.tryAcquire(
                            ALL, TimeUnit.NANOSECONDS.convert(limit), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
