// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.groupbytrace;

import dev.forager.pdata.Payload;
import dev.forager.pdata.Telemetry;
import dev.forager.pdata.TraceId;
import dev.forager.pdata.Traces;
import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Consumer;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.HoldingProcessor;
import dev.forager.pipeline.Host;
import dev.forager.pipeline.MemoryBudget;
import dev.forager.pipeline.ProcessorSettings;
import dev.forager.pipeline.Retryable;
import dev.forager.pipeline.series.SeriesLimits;
import dev.forager.pipeline.series.StateMetrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;

/**
 * Splits requests by trace and gives each part to the worker of its trace. Thread-safe.
 *
 * <p>Memory: spans are held as bytes of their own, reserved in the process's budget, so that no
 * request is kept for one of its spans.
 *
 * <p>Shutdown: from the begin of {@link #stop} callers are told to try again; all traces are handed
 * on, complete or not, as far as the limit allows.
 */
final class GroupByTraceProcessor implements HoldingProcessor {
    private final List<TraceWorker> workers = new ArrayList<>();
    private final List<ScheduledExecutorService> schedulers = new ArrayList<>();
    private final TraceMetrics metrics;
    private final StateMetrics state;
    private final MemoryBudget memory;
    private final EmitStrategy strategy;
    private final Logger logger;
    private final Supplier<ScheduledExecutorService> newScheduler;
    private final LongSupplier nanoTime;

    GroupByTraceProcessor(
            GroupByTraceConfig config,
            ProcessorSettings settings,
            Consumer next,
            Supplier<ScheduledExecutorService> newScheduler,
            LongSupplier nanoTime) {
        metrics = new TraceMetrics(settings.meter(), config.numTraces());
        state = new StateMetrics(settings.meter(), settings.id());
        memory = settings.memory();
        strategy = config.emitStrategy();
        logger = settings.logger();
        this.newScheduler = newScheduler;
        this.nanoTime = nanoTime;
        SeriesLimits limits = SeriesLimits.of(config.numTraces(), config.maxStateSize());
        int count = config.numWorkers();
        for (int i = 0; i < count; i++) {
            workers.add(
                    new TraceWorker(
                            strategy,
                            config.waitDuration(),
                            config.numTraces() / count,
                            Math.max(1, limits.maxBytes() / count),
                            metrics,
                            next,
                            logger,
                            this::report,
                            nanoTime));
        }
    }

    @Override
    public synchronized void start(Host host) {
        for (TraceWorker worker : workers) {
            ScheduledExecutorService scheduler = newScheduler.get();
            schedulers.add(scheduler);
            worker.start(scheduler);
        }
    }

    @Override
    public void consume(Telemetry telemetry, Context context) throws ConsumeException {
        if (!(telemetry instanceof Traces request)) {
            return; // Not in info(): never comes.
        }
        List<Held> parts = new ArrayList<>();
        for (Map.Entry<GroupKey, Traces> part : TraceSplit.of(request, strategy).entrySet()) {
            parts.add(reserve(part.getKey(), part.getValue().seal(), parts));
        }
        for (Held part : parts) {
            long started = nanoTime.getAsLong();
            worker(part.key().trace()).add(part.key(), part.payload(), part.memory());
            metrics.latency(TraceMetrics.RECEIVED, nanoTime.getAsLong() - started);
        }
        report();
    }

    /** A part of a request with the memory for it. */
    private record Held(GroupKey key, Payload payload, MemoryBudget.Reservation memory) {}

    /** All or nothing: a sender that must try again finds nothing of its request here. */
    private Held reserve(GroupKey key, Payload part, List<Held> before) throws Retryable {
        MemoryBudget.Reservation reserved = memory.reserve(part.byteSize());
        if (reserved == null) {
            before.forEach(each -> each.memory().close());
            throw new Retryable(
                    "no memory for %d bytes (expected: %d of %d in use to go down)"
                            .formatted(part.byteSize(), memory.usedBytes(), memory.limitBytes()));
        }
        return new Held(key, part, reserved);
    }

    private TraceWorker worker(TraceId id) {
        return workers.get(Math.floorMod(Long.hashCode(id.low()), workers.size()));
    }

    private synchronized void report() {
        long traces = 0;
        long bytes = 0;
        for (TraceWorker worker : workers) {
            traces += worker.groups();
            bytes += worker.bytes();
        }
        state.report(traces, bytes);
        metrics.held(traces, 0);
    }

    @Override
    public long heldItems() {
        return workers.stream().mapToLong(TraceWorker::spans).sum();
    }

    @Override
    public void stop(Duration limit) {
        List<ScheduledExecutorService> running;
        synchronized (this) {
            running = List.copyOf(schedulers);
            schedulers.clear();
        }
        workers.forEach(TraceWorker::close);
        long deadline = System.nanoTime() + limit.toNanos();
        for (ScheduledExecutorService each : running) {
            awaitEnd(each, deadline - System.nanoTime());
        }
        // First taken, then interrupted: else a worker might still try a trace that is given up.
        long lost = workers.stream().mapToLong(TraceWorker::giveUp).sum();
        running.forEach(ScheduledExecutorService::shutdownNow);
        if (lost > 0) {
            logger.atError()
                    .addKeyValue("dropped_items", lost)
                    .log("Stopped before all traces could be sent. Dropping data.");
        }
        report();
    }

    private static void awaitEnd(ScheduledExecutorService scheduler, long nanos) {
        try {
            scheduler.awaitTermination(Math.max(1, nanos), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
