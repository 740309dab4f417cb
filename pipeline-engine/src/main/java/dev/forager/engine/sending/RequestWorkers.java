// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.sending;

import dev.forager.pipeline.ClientInfo;
import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Deadline;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * {@code num_consumers} workers, each sending one request at a time as it came; or, for an exporter
 * that wants so, with those that wait behind it.
 */
final class RequestWorkers implements Workers {
    private final MemoryQueue queue;
    private final Delivery delivery;
    private final int count;
    private final long joinedBytes;
    private final Settlement settlement;
    private final ExecutorService threads;

    RequestWorkers(
            MemoryQueue queue,
            Delivery delivery,
            int count,
            long joinedBytes,
            SendingSettings settings,
            Rejections rejections) {
        this.queue = queue;
        this.delivery = delivery;
        this.count = count;
        this.joinedBytes = joinedBytes;
        this.settlement = new Settlement(queue, rejections);
        this.threads =
                Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name("sending-" + settings.name() + "-", 0).factory());
    }

    @Override
    public void start() {
        for (int i = 0; i < count; i++) {
            threads.execute(this::work);
        }
    }

    @Override
    public void drain(Deadline deadline) {
        Threads.finish(threads, deadline);
    }

    private void work() {
        try {
            while (sendNext()) {
                // Until the queue is closed and empty.
            }
        } catch (InterruptedException e) {
            // The time to shut down is over: what is left is counted by the path.
            Thread.currentThread().interrupt();
        }
    }

    /**
     * A method of its own, so that nothing here holds the request that was sent while the next one
     * is awaited: a variable of the loop would, for as long as the exporter has nothing to do.
     */
    private boolean sendNext() throws InterruptedException {
        QueuedRequest next = queue.take();
        if (next == null) {
            return false;
        }
        send(joined(next));
        return true;
    }

    /** A request with those behind it that may go with it. */
    private Batch joined(QueuedRequest first) {
        var batch = new Batch(first.context());
        QueuedRequest next = first;
        while (next != null) {
            batch.add(next, next.payload().byteSize());
            next = queue.poll(behind -> mayGoWith(batch, behind));
        }
        return batch;
    }

    private boolean mayGoWith(Batch batch, QueuedRequest request) {
        ClientInfo one = batch.context().client();
        ClientInfo other = request.context().client();
        return joinedBytes > 0
                && batch.size() + request.payload().byteSize() <= joinedBytes
                && one.metadata().equals(other.metadata())
                && one.auth().equals(other.auth());
    }

    private void send(Batch batch) {
        try {
            settlement.sent(batch, delivery.deliver(batch.payload(), batch.context()));
        } catch (ConsumeException failure) {
            settlement.failed(batch, failure, delivery.reason(failure));
        }
    }
}
