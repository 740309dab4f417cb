// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.batch;

import dev.forager.pdata.Payload;
import dev.forager.pdata.Telemetry;
import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Consumer;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.HoldingProcessor;
import dev.forager.pipeline.Host;
import dev.forager.pipeline.MemoryBudget;
import dev.forager.pipeline.Metadata;
import dev.forager.pipeline.Permanent;
import dev.forager.pipeline.ProcessorSettings;
import dev.forager.pipeline.Retryable;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * Gathers telemetry and answers success at once; sends it on in batches. Thread-safe.
 *
 * <p>Memory: what waits is bounded by the size of a batch plus a channel of as many requests as
 * there are processors, for each combination of metadata values; when the next component blocks, so
 * do callers. All of it is reserved in the process's budget.
 *
 * <p>Shutdown: callers are refused from the begin of {@link #stop}; all that was accepted before is
 * sent, as far as the limit allows.
 */
final class BatchProcessor implements HoldingProcessor {
    private final BatchProcessorConfig config;
    private final LongAdder held = new LongAdder();
    private final BatchSender sender;
    private final BatchMetrics metrics;
    private final ProcessorSettings settings;
    private final LongSupplier nanoTime;
    private final Map<Metadata, RunningShard> shards = new HashMap<>();
    private boolean stopped;

    private record RunningShard(BatchShard shard, Thread thread) {}

    BatchProcessor(
            BatchProcessorConfig config,
            ProcessorSettings settings,
            Consumer next,
            LongSupplier nanoTime) {
        this.config = config;
        this.settings = settings;
        this.nanoTime = nanoTime;
        metrics = new BatchMetrics(settings);
        sender = new BatchSender(next, metrics, held, settings.logger());
    }

    @Override
    public synchronized void start(Host host) {
        if (config.metadataKeys().isEmpty()) {
            shards.put(Metadata.empty(), startShard(Context.background()));
        }
    }

    @Override
    public void consume(Telemetry telemetry, Context context) throws ConsumeException {
        Context shared = context.onlyMetadata(config.metadataKeys());
        Channel channel = shard(shared).channel();
        Payload payload = telemetry.seal();
        MemoryBudget.Reservation memory = settings.memory().reserve(payload.byteSize());
        if (memory == null) {
            throw new Retryable(
                    "no memory for %d bytes (expected: %d of %d in use to go down)"
                            .formatted(
                                    payload.byteSize(),
                                    settings.memory().usedBytes(),
                                    settings.memory().limitBytes()));
        }
        boolean entered = false;
        held.add(payload.itemCount());
        try {
            entered = channel.put(new Held(payload, memory));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (!entered) {
                held.add(-payload.itemCount());
                memory.close();
            }
        }
        if (!entered) {
            throw new Retryable("shutting down");
        }
    }

    @Override
    public long heldItems() {
        return held.sum();
    }

    @Override
    public void stop(Duration limit) {
        List<RunningShard> running;
        synchronized (this) {
            stopped = true;
            running = List.copyOf(shards.values());
            shards.clear();
        }
        running.forEach(each -> each.shard().channel().close());
        long deadline = System.nanoTime() + limit.toNanos();
        for (RunningShard each : running) {
            awaitEnd(each, deadline - System.nanoTime());
            metrics.combinations(-1);
        }
    }

    private synchronized BatchShard shard(Context shared) throws ConsumeException {
        if (stopped) {
            throw new Retryable("shutting down");
        }
        Metadata values = shared.client().metadata();
        RunningShard known = shards.get(values);
        if (known == null) {
            long limit = config.metadataCardinalityLimit();
            if (limit > 0 && shards.size() >= limit) {
                throw new Permanent("too many batcher metadata-value combinations");
            }
            known = startShard(shared);
            shards.put(values, known);
        }
        return known.shard();
    }

    private RunningShard startShard(Context shared) {
        int capacity = Runtime.getRuntime().availableProcessors();
        var shard = new BatchShard(config, capacity, shared, sender, nanoTime);
        Thread thread =
                Thread.ofVirtual()
                        .name("batch-" + settings.pipeline())
                        .start(() -> runToTheEnd(shard));
        metrics.combinations(1);
        return new RunningShard(shard, thread);
    }

    private void runToTheEnd(BatchShard shard) {
        try {
            shard.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            long dropped = shard.heldItems();
            held.add(-dropped);
            settings.logger()
                    .atError()
                    .addKeyValue("dropped_items", dropped)
                    .log("Stopped before the batch could be sent. Dropping data.");
        }
    }

    /** Past the deadline the shard is interrupted: a consumer that blocks then gives up. */
    private static void awaitEnd(RunningShard running, long nanos) {
        try {
            if (!running.thread().join(Duration.ofNanos(Math.max(1, nanos)))) {
                running.thread().interrupt();
                running.thread().join();
            }
        } catch (InterruptedException e) {
            running.thread().interrupt();
            Thread.currentThread().interrupt();
        }
    }
}
