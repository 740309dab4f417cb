// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.groupbytrace;

import dev.forager.pdata.Payload;
import dev.forager.pdata.TraceId;
import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Consumer;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.MemoryBudget;
import dev.forager.pipeline.Retryable;
import dev.forager.pipeline.series.Seldom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Holds a share of the traces and hands each on when its time has come. Thread-safe.
 *
 * <p>All traces wait equally long, so the one that came first is due first: one timer for the head
 * of a list is enough. The next consumer is called outside the lock, from the worker's one thread;
 * while it blocks, traces stay and are dropped from the old end when there are too many.
 */
final class TraceWorker {
    private final Map<TraceId, WaitingTrace> waiting = new LinkedHashMap<>();
    private final long waitNanos;
    private final long maxTraces;
    private final long maxBytes;
    private final TraceMetrics metrics;
    private final Consumer next;
    private final Logger logger;
    private final LongSupplier nanoTime;
    private final Seldom evictionNotes;
    private final Runnable onReleased;
    private @Nullable ScheduledExecutorService scheduler;
    private long bytes;
    private long spans;

    TraceWorker(
            Duration wait,
            long maxTraces,
            long maxBytes,
            TraceMetrics metrics,
            Consumer next,
            Logger logger,
            Runnable onReleased,
            LongSupplier nanoTime) {
        this.waitNanos = wait.toNanos();
        this.maxTraces = maxTraces;
        this.maxBytes = maxBytes;
        this.metrics = metrics;
        this.next = next;
        this.logger = logger;
        this.onReleased = onReleased;
        this.nanoTime = nanoTime;
        evictionNotes = new Seldom(nanoTime);
    }

    synchronized void start(ScheduledExecutorService with) {
        scheduler = with;
    }

    /** Takes spans of a trace over, with the memory reserved for them. */
    synchronized void add(TraceId id, Payload part, MemoryBudget.Reservation memory)
            throws Retryable {
        ScheduledExecutorService running = scheduler;
        if (running == null) {
            memory.close();
            throw new Retryable("shutting down");
        }
        WaitingTrace trace = waiting.get(id);
        if (trace == null) {
            trace = new WaitingTrace(id, nanoTime.getAsLong() + waitNanos);
            waiting.put(id, trace);
            if (waiting.size() == 1) {
                var _ = running.schedule(this::releaseDue, waitNanos, TimeUnit.NANOSECONDS);
            }
        }
        trace.add(part, memory);
        bytes += part.byteSize();
        spans += part.itemCount();
        while (waiting.size() > 1 && (waiting.size() > maxTraces || bytes > maxBytes)) {
            evictOldest();
        }
    }

    private void evictOldest() {
        WaitingTrace oldest = waiting.values().iterator().next();
        remove(oldest);
        free(oldest);
        metrics.evicted();
        if (evictionNotes.isDue()) {
            logger.atInfo()
                    .addKeyValue("traceID", oldest.id())
                    .log(
                            "trace evicted: in order to avoid this in the future, adjust the wait"
                                    + " duration and/or number of traces to keep in memory");
        }
    }

    private void remove(WaitingTrace trace) {
        waiting.remove(trace.id());
        bytes -= trace.bytes();
        spans -= trace.spans();
    }

    synchronized long traces() {
        return waiting.size();
    }

    synchronized long bytes() {
        return bytes;
    }

    synchronized long spans() {
        return spans;
    }

    /** Hands on what is due and sets the timer for the next. */
    private void releaseDue() {
        for (WaitingTrace trace : takeDue()) {
            release(trace);
        }
        onReleased.run();
        synchronized (this) {
            if (!waiting.isEmpty() && scheduler != null && !scheduler.isShutdown()) {
                long head = waiting.values().iterator().next().dueNanos();
                long delay = Math.max(0, head - nanoTime.getAsLong());
                var _ = scheduler.schedule(this::releaseDue, delay, TimeUnit.NANOSECONDS);
            }
        }
    }

    private synchronized Queue<WaitingTrace> takeDue() {
        long now = nanoTime.getAsLong();
        Queue<WaitingTrace> due = new ArrayDeque<>();
        for (WaitingTrace trace : waiting.values()) {
            if (trace.dueNanos() - now > 0) {
                break;
            }
            due.add(trace);
        }
        for (WaitingTrace trace : due) {
            long started = nanoTime.getAsLong();
            remove(trace);
            metrics.latency(TraceMetrics.EXPIRED, nanoTime.getAsLong() - started);
        }
        return due;
    }

    /** Never throws: a scheduler would end with the first exception. */
    private void release(WaitingTrace trace) {
        long started = nanoTime.getAsLong();
        metrics.released(trace.spans());
        try {
            next.consume(trace.payload().open(), Context.background());
        } catch (ConsumeException e) {
            logger.atError().addKeyValue("error", e.getMessage()).log("consume failed");
        } catch (RuntimeException e) {
            logger.error("consume failed", e);
        } finally {
            metrics.latency(TraceMetrics.RELEASED, nanoTime.getAsLong() - started);
            free(trace);
        }
    }

    private void free(WaitingTrace trace) {
        long started = nanoTime.getAsLong();
        trace.free();
        metrics.latency(TraceMetrics.REMOVED, nanoTime.getAsLong() - started);
    }

    /** Takes nothing over any more and hands on, on the worker's thread, what is there. */
    synchronized void close() {
        ScheduledExecutorService running = scheduler;
        scheduler = null;
        if (running != null) {
            running.execute(this::releaseAll);
            running.shutdown();
        }
    }

    private void releaseAll() {
        for (WaitingTrace trace = takeOldest(); trace != null; trace = takeOldest()) {
            release(trace);
        }
    }

    private synchronized @Nullable WaitingTrace takeOldest() {
        if (waiting.isEmpty()) {
            return null;
        }
        WaitingTrace oldest = waiting.values().iterator().next();
        remove(oldest);
        return oldest;
    }

    /** Gives up what could not be handed on; says how many spans. */
    synchronized long giveUp() {
        long lost = spans;
        waiting.values().forEach(WaitingTrace::free);
        waiting.clear();
        bytes = 0;
        spans = 0;
        return lost;
    }
}
