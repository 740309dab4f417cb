// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.sending;

import dev.forager.engine.ledger.Branch;
import dev.forager.engine.ledger.DropReason;
import dev.forager.pdata.Payload;
import dev.forager.pdata.Sizer;
import dev.forager.pdata.WireBody;
import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.Deadline;
import dev.forager.pipeline.MemoryBudget;
import dev.forager.pipeline.QueueConfig;
import dev.forager.pipeline.Retryable;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A queue in memory, emptied by workers.
 *
 * <p><b>Memory.</b> A payload's bytes are reserved from the process's budget before its sender is
 * answered, and freed when its last item is settled. Queue and batches hold sealed payloads only.
 *
 * <p><b>Shutdown.</b> Retries end, the queue lets nothing in, workers empty it with one attempt for
 * each request; what the time does not suffice for is dropped, counted and named in one log line.
 * With a successor the workers go on instead, and what they send goes out by the successor's
 * exporter.
 */
final class QueuedPath implements SendingPath, SendingPath.QueueGauge {
    private final Delivery delivery;
    private final QueueConfig config;
    private final SendingSettings settings;
    private final Rejections rejections;
    private final Sizer sizer;
    private final MemoryQueue queue;
    private final Workers workers;
    private final FormerPaths formers = new FormerPaths();
    private volatile boolean hasHeir;

    QueuedPath(
            Delivery delivery,
            QueueConfig config,
            long joinedBytes,
            SendingSettings settings,
            Rejections rejections) {
        this.delivery = delivery;
        this.config = config;
        this.settings = settings;
        this.rejections = rejections;
        this.sizer = config.queueSizer();
        this.queue = new MemoryQueue(config.queueSize(), config.blockOnOverflow());
        this.workers = Workers.of(queue, delivery, config, joinedBytes, settings, rejections);
    }

    @Override
    public void start() {
        workers.start();
    }

    @Override
    public void send(Payload payload, Context context, Branch branch) throws ConsumeException {
        try {
            QueuedRequest request = enqueue(payload, context, branch);
            if (request.waits()) {
                await(request, context.deadline());
            }
        } catch (ConsumeException failure) {
            rejections.log(failure, payload.itemCount());
            throw failure;
        }
    }

    @Override
    public void hurry() {
        if (config.waitForResult() || config.blockOnOverflow()) {
            delivery.stopRetrying();
        }
    }

    @Override
    public void succeed(SendingPath former) {
        formers.add(former, delivery);
    }

    FormerPaths formers() {
        return formers;
    }

    /** Lets another path's stages send what is here; false where callers wait for outcomes. */
    boolean bequeath(Delivery heir) {
        if (config.waitForResult()) {
            return false;
        }
        delivery.bequeath(heir);
        hasHeir = true;
        return true;
    }

    @Override
    public void stop(Duration limit) {
        Deadline deadline = Deadline.after(limit);
        if (hasHeir) {
            queue.close();
            delivery.handOver(limit);
            return;
        }
        delivery.stopRetrying();
        formers.drain(deadline);
        drain(deadline);
    }

    /** Empties the queue; drops what the time does not suffice for. */
    void drain(Deadline deadline) {
        queue.close();
        workers.drain(deadline);
        long dropped = 0;
        var failure = new Retryable("the time to shut down was over");
        for (QueuedRequest request : queue.drain()) {
            dropped += request.items();
            if (request.failed(request.items(), failure, DropReason.SHUTDOWN)) {
                queue.free(request.size());
            }
        }
        if (dropped > 0) {
            rejections.logDropped(failure.getMessage(), dropped);
        }
    }

    @Override
    public QueueGauge queue() {
        return this;
    }

    @Override
    public long size() {
        return ownSize() + formers.size();
    }

    @Override
    public long capacity() {
        return queue.capacity();
    }

    /** Without what was taken over from former paths. */
    long ownSize() {
        return queue.size();
    }

    private QueuedRequest enqueue(Payload payload, Context context, Branch branch)
            throws ConsumeException {
        boolean waits = config.waitForResult();
        MemoryBudget.Reservation reservation = settings.memory().reserveAccepted(bytes(payload));
        try {
            if (reservation == null) {
                throw new Retryable(
                        "sending queue is full: the memory budget of %d bytes is used up"
                                .formatted(settings.memory().limitBytes()));
            }
            var request =
                    new QueuedRequest(
                            payload,
                            waits ? context : context.detached(),
                            branch,
                            sizer.sizeOf(payload),
                            waits,
                            reservation);
            queue.offer(request, context.deadline());
            settings.counts().enqueued(payload);
            return request;
        } catch (ConsumeException failure) {
            if (reservation != null) {
                reservation.close();
            }
            settings.counts().enqueueFailed(payload.itemCount());
            throw failure;
        }
    }

    private void await(QueuedRequest request, @Nullable Deadline deadline) throws ConsumeException {
        try {
            if (deadline == null) {
                request.settled().await();
            } else if (!request.settled().await(nanos(deadline), TimeUnit.NANOSECONDS)) {
                giveUp(request);
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Retryable("shutting down");
        }
        ConsumeException failure = request.failure();
        if (failure != null) {
            throw failure;
        }
    }

    /** The caller's time is over. A request that a worker has is sent anyway: then its outcome. */
    private void giveUp(QueuedRequest request) throws ConsumeException, InterruptedException {
        if (queue.remove(request)) {
            request.release();
            queue.free(request.size());
            throw new Retryable("context deadline exceeded");
        }
        request.settled().await();
        ConsumeException failure = request.failure();
        if (failure != null) {
            throw failure;
        }
    }

    /** All that stays in memory: the body as received hangs on the payload. */
    private static long bytes(Payload payload) {
        WireBody received = payload.received();
        long compressed = received == null ? 0 : received.bytes().length;
        return payload.byteSize() + compressed;
    }

    private static long nanos(Deadline deadline) {
        return TimeUnit.NANOSECONDS.convert(deadline.remaining());
    }
}
