// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.sending;

import dev.forager.engine.ledger.DropReason;
import dev.forager.pdata.Sizer;
import dev.forager.pipeline.BatchConfig;
import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Deadline;
import dev.forager.pipeline.Metadata;
import dev.forager.pipeline.QueueConfig;
import dev.forager.pipeline.Retryable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One reader that joins requests to batches, and up to {@code num_consumers} batches sent at once.
 *
 * <p>A batch goes when it has {@code min_size}, when its first item has waited {@code
 * flush_timeout}, or when the process ends. Above {@code max_size} it is cut at item borders; the
 * rest begins the next one. With {@code metadata_keys} there is one open batch for each combination
 * of their values, and at most {@code cache_size} of them: the one that waited longest goes early.
 *
 * <p><b>Bounds.</b> A request keeps its room in the queue until its last item is settled, so open
 * batches and those that wait for a free consumer hold no more than the queue may.
 *
 * <p><b>Concurrency.</b> Reader and timers meet in {@link #lock}, which is never held while
 * sending.
 */
final class BatchWorkers implements Workers {
    private final MemoryQueue queue;
    private final Delivery delivery;
    private final BatchConfig config;
    private final Sizer sizer;
    private final SendingSettings settings;
    private final Settlement settlement;
    private final Semaphore consumers;
    private final ExecutorService reader;
    private final ExecutorService senders;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Metadata, Batch> open = new LinkedHashMap<>();

    BatchWorkers(
            MemoryQueue queue,
            Delivery delivery,
            QueueConfig queueConfig,
            BatchConfig config,
            SendingSettings settings,
            Rejections rejections) {
        this.queue = queue;
        this.delivery = delivery;
        this.config = config;
        this.sizer = config.sizer(queueConfig.sizer());
        this.settings = settings;
        this.settlement = new Settlement(queue, rejections);
        this.consumers = new Semaphore(queueConfig.numConsumers(), true);
        var threads = Thread.ofVirtual().name("sending-" + settings.name() + "-", 0).factory();
        this.reader = Executors.newThreadPerTaskExecutor(threads);
        this.senders = Executors.newThreadPerTaskExecutor(threads);
    }

    @Override
    public void start() {
        reader.execute(this::read);
    }

    @Override
    public void drain(Deadline deadline) {
        Threads.finish(reader, deadline);
        for (Batch batch : closeAll()) {
            flush(batch);
        }
        Threads.finish(senders, deadline);
    }

    private void read() {
        try {
            while (readNext()) {
                // Until the queue is closed and empty.
            }
        } catch (InterruptedException e) {
            // The time to shut down is over: what is left is counted by the path.
            Thread.currentThread().interrupt();
        }
    }

    /** A method of its own for the reason that {@link RequestWorkers} gives. */
    private boolean readNext() throws InterruptedException {
        QueuedRequest next = queue.take();
        if (next == null) {
            return false;
        }
        for (Batch full : add(next)) {
            flush(full);
        }
        return true;
    }

    /** Joins a request to its batch; the batches that are full by that. */
    private List<Batch> add(QueuedRequest request) {
        var context = request.context().onlyMetadata(config.partition().metadataKeys());
        Metadata key = context.client().metadata();
        var full = new ArrayList<Batch>();
        lock.lock();
        try {
            Batch batch = open.remove(key);
            if (batch == null) {
                batch = new Batch(context);
            }
            batch.add(request, sizer.sizeOf(request.payload()));
            Batch rest = cut(batch, full);
            if (rest != null) {
                reopen(key, rest, full);
            }
        } finally {
            lock.unlock();
        }
        return full;
    }

    /** Moves what is large enough from {@code batch} to {@code full}; what stays open, or null. */
    private @Nullable Batch cut(Batch batch, List<Batch> full) {
        if (config.maxSize() == 0 || batch.size() <= config.maxSize()) {
            return keep(batch, full);
        }
        List<Batch> pieces = batch.split(sizer, config.maxSize());
        batch.cancelAlarm();
        full.addAll(pieces.subList(0, pieces.size() - 1));
        return keep(pieces.getLast(), full);
    }

    private @Nullable Batch keep(Batch batch, List<Batch> full) {
        if (batch.size() < config.minSize()) {
            return batch;
        }
        batch.cancelAlarm();
        full.add(batch);
        return null;
    }

    private void reopen(Metadata key, Batch batch, List<Batch> full) {
        open.put(key, batch);
        if (!batch.hasAlarm()) {
            batch.alarm(
                    settings.timing()
                            .scheduler()
                            .schedule(
                                    () -> expire(key, batch),
                                    TimeUnit.NANOSECONDS.convert(config.flushTimeout()),
                                    TimeUnit.NANOSECONDS));
        }
        if (open.size() > config.partition().cacheSize()) {
            Iterator<Batch> oldest = open.values().iterator();
            Batch evicted = oldest.next();
            oldest.remove();
            evicted.cancelAlarm();
            full.add(evicted);
        }
    }

    private void expire(Metadata key, Batch batch) {
        lock.lock();
        try {
            if (!open.remove(key, batch)) {
                return;
            }
        } finally {
            lock.unlock();
        }
        flush(batch);
    }

    private List<Batch> closeAll() {
        lock.lock();
        try {
            var rest = new ArrayList<>(open.values());
            open.clear();
            rest.forEach(Batch::cancelAlarm);
            return rest;
        } finally {
            lock.unlock();
        }
    }

    private void flush(Batch batch) {
        try {
            senders.execute(() -> send(batch));
        } catch (RejectedExecutionException stopped) {
            settlement.failed(
                    batch, new Retryable("the time to shut down was over"), DropReason.SHUTDOWN);
        }
    }

    private void send(Batch batch) {
        try {
            consumers.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            settlement.failed(
                    batch, new Retryable("the time to shut down was over"), DropReason.SHUTDOWN);
            return;
        }
        try {
            settlement.sent(batch, delivery.deliverBatch(batch.payload(), batch.context()));
        } catch (ConsumeException failure) {
            settlement.failed(batch, failure, delivery.reason(failure));
        } finally {
            consumers.release();
        }
    }
}
