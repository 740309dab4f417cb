// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.sending;

import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Deadline;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** {@code num_consumers} workers, each sending one request at a time as it came. */
final class RequestWorkers implements Workers {
    private final MemoryQueue queue;
    private final Delivery delivery;
    private final int count;
    private final Rejections rejections;
    private final ExecutorService threads;

    RequestWorkers(
            MemoryQueue queue,
            Delivery delivery,
            int count,
            SendingSettings settings,
            Rejections rejections) {
        this.queue = queue;
        this.delivery = delivery;
        this.count = count;
        this.rejections = rejections;
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
        send(next);
        return true;
    }

    private void send(QueuedRequest request) {
        int items = request.items();
        boolean last;
        try {
            int leftOut = delivery.deliver(request.payload(), request.context());
            last = request.sent(items, leftOut);
        } catch (ConsumeException failure) {
            if (!request.waits()) {
                rejections.logDropped(failure.getMessage(), items);
            }
            last = request.failed(items, failure, delivery.reason(failure));
        }
        if (last) {
            queue.free(request.size());
        }
    }
}
