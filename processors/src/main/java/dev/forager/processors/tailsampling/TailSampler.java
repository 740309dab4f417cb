// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.tailsampling;

import dev.forager.pdata.TraceSlice;
import dev.forager.pipeline.Retryable;
import dev.forager.processors.tailsampling.Shard.Offer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Spreads spans over shards, and makes room where there is none. Thread-safe.
 *
 * <p>Room: a decision that is only remembered goes first. Then, with {@code block_on_overflow} or
 * while decisions are overdue (the next component is slow: that is back-pressure), the sender
 * waits; else the oldest undecided trace of all shards is dropped. No two shards are locked at
 * once.
 */
final class TailSampler {
    private final List<Shard> shards;
    private final TraceRoom room;
    private final TailSamplingMetrics metrics;
    private final LongSupplier nanoTime;
    private final boolean blocks;

    /** Above this age a trace should have been decided. */
    private final long overdueNanos;

    TailSampler(ShardSettings settings, int shards, boolean blocks, LongSupplier nanoTime) {
        this.room = settings.room();
        this.metrics = settings.metrics();
        this.nanoTime = nanoTime;
        this.blocks = blocks;
        this.overdueNanos = settings.waitNanos() + 3 * settings.tickNanos();
        var list = new ArrayList<Shard>();
        for (int i = 0; i < shards; i++) {
            list.add(new Shard(settings, nanoTime.getAsLong()));
        }
        this.shards = List.copyOf(list);
    }

    List<Shard> shards() {
        return shards;
    }

    /**
     * Takes spans in.
     *
     * @throws Retryable when the processor stops, or the process has no memory left
     * @throws InterruptedException while waiting for room
     */
    void take(TraceSlice slice, Ingest ingest) throws Retryable, InterruptedException {
        Shard shard = shards.get(index(slice.traceHash()));
        while (true) {
            long seen = room.changes();
            Offer offer = shard.offer(slice, ingest);
            switch (offer) {
                case TAKEN -> {
                    return;
                }
                case CLOSED -> throw new Retryable("shutting down");
                case NO_TRACE -> makeRoom(seen);
                case NO_BYTES -> {
                    if (!makeBytes(slice, seen)) {
                        return;
                    }
                }
            }
        }
    }

    /** The upper half of the hash, since tables use the lower one. */
    private int index(long hash) {
        return (int) (((hash >>> Integer.SIZE) * shards.size()) >>> Integer.SIZE);
    }

    private void makeRoom(long seen) throws InterruptedException {
        long now = nanoTime.getAsLong();
        Shard decided = withOldest(Shard::oldestDecided);
        if (decided == null || !decided.evictDecided(now)) {
            evictOrAwait(now, seen);
        }
    }

    /** False when the spans were dropped since they never fit. */
    private boolean makeBytes(TraceSlice slice, long seen) throws Retryable, InterruptedException {
        if (slice.memoryBytes() + HeldTrace.OVERHEAD_BYTES > room.maxBytes()) {
            metrics.droppedTooLarge();
            return false;
        }
        if (room.bytes() == 0) {
            throw new Retryable(
                    "no memory for more spans (expected: other components to use less)");
        }
        long now = nanoTime.getAsLong();
        if (withOldest(Shard::oldestPending) != null || room.spans() > 0) {
            evictOrAwait(now, seen);
        } else {
            makeRoom(seen);
        }
        return true;
    }

    private void evictOrAwait(long now, long seen) throws InterruptedException {
        Shard pending = withOldest(Shard::oldestPending);
        boolean mayDrop = pending != null && !blocks && !isOverdue(pending, now);
        if (pending == null || !mayDrop) {
            room.awaitChange(seen);
        } else {
            pending.evictPending(now);
        }
    }

    private boolean isOverdue(Shard shard, long now) {
        Long arrived = shard.oldestPending();
        return arrived != null && now - arrived > overdueNanos;
    }

    private @Nullable Shard withOldest(Function<Shard, @Nullable Long> arrival) {
        Shard found = null;
        long oldest = 0;
        for (Shard shard : shards) {
            Long arrived = arrival.apply(shard);
            if (arrived != null && (found == null || arrived - oldest < 0)) {
                found = shard;
                oldest = arrived;
            }
        }
        return found;
    }

    /** Lets nothing in any more, and wakes who waits. */
    void close() {
        shards.forEach(Shard::close);
        room.change();
    }
}
