// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.batch;

import dev.forager.pipeline.Context;
import java.util.function.LongSupplier;

/**
 * One batch in the making: all of it, or that of one combination of metadata values. Confined to
 * its thread, but for {@link #channel}.
 *
 * <p>Time runs as in the Go collector: a timer that starts with the shard and again with each
 * batch, not with the first item. While nothing is pending the shard sleeps through its ticks.
 */
final class BatchShard {
    private final Channel channel;
    private final PendingItems pending = new PendingItems();
    private final BatchSender sender;
    private final Context context;
    private final long size;
    private final long maxSize;
    private final long timeoutNanos;
    private final LongSupplier nanoTime;
    private long timerStarted;

    BatchShard(
            BatchProcessorConfig config,
            int capacity,
            Context context,
            BatchSender sender,
            LongSupplier nanoTime) {
        this.channel = new Channel(capacity);
        this.sender = sender;
        this.context = context;
        this.nanoTime = nanoTime;
        size = config.sendBatchSize();
        maxSize = config.sendBatchMaxSize();
        timeoutNanos = config.timeout().toNanos();
        timerStarted = nanoTime.getAsLong();
    }

    Channel channel() {
        return channel;
    }

    /** Works until the channel is closed and empty, then sends what is left. */
    void run() throws InterruptedException {
        while (!channel.isDrained()) {
            Held item = channel.poll(nanosToTick());
            if (item != null) {
                add(item);
            }
            tick();
        }
        flush();
    }

    /** Takes an item; sends while there is a full batch. */
    void add(Held item) {
        pending.add(item);
        boolean sent = false;
        while (pending.items() > 0 && (!hasTimer() || pending.items() >= size)) {
            send(Trigger.SIZE);
            sent = true;
        }
        if (sent) {
            timerStarted = nanoTime.getAsLong();
        }
    }

    /** Sends what has waited long enough. */
    void tick() {
        if (pending.items() > 0 && nanosToTick() <= 0) {
            send(Trigger.TIMEOUT);
            timerStarted = nanoTime.getAsLong();
        }
    }

    /** Time until {@link #tick} has something to do; negative when it is late. */
    long nanosToTick() {
        if (!hasTimer()) {
            return Long.MAX_VALUE;
        }
        long passed = nanoTime.getAsLong() - timerStarted;
        if (pending.items() > 0) {
            return timeoutNanos - passed;
        }
        timerStarted += passed / timeoutNanos * timeoutNanos;
        return Long.MAX_VALUE;
    }

    /** Items that are lost when the shard is given up now. */
    long heldItems() {
        return pending.items() + channel.waitingItems();
    }

    private void flush() {
        while (pending.items() > 0) {
            send(Trigger.TIMEOUT);
        }
    }

    private void send(Trigger trigger) {
        sender.send(pending.take(maxSize), context, trigger);
        pending.release();
    }

    /** Without both a time and a size there is nothing to wait for. */
    private boolean hasTimer() {
        return timeoutNanos > 0 && size > 0;
    }
}
