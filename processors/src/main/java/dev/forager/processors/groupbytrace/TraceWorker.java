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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Holds a share of the traces and hands on each of them, or each service's part of them, when its
 * time has come. Thread-safe.
 *
 * <p>One timer for the first that is due is enough. The next consumer is called outside the lock,
 * from the worker's one thread; while it blocks, groups stay and leave from the old end when there
 * are too many: traces are dropped, parts of services are due at once.
 */
final class TraceWorker {
    private final EmitStrategy strategy;
    private final Map<GroupKey, WaitingGroup> waiting = new HashMap<>();
    private final TreeSet<WaitingGroup> byTime = new TreeSet<>(WaitingGroup::compareTo);
    private final Map<TraceId, TraceSpans> traces = new HashMap<>();
    private final long waitNanos;
    private final long maxGroups;
    private final long maxBytes;
    private final TraceMetrics metrics;
    private final Consumer next;
    private final Logger logger;
    private final LongSupplier nanoTime;
    private final Seldom evictionNotes;
    private final Runnable onReleased;
    private @Nullable ScheduledExecutorService scheduler;
    private @Nullable Future<?> timer;
    private long groups;
    private long bytes;
    private long spans;

    TraceWorker(
            EmitStrategy strategy,
            Duration wait,
            long maxGroups,
            long maxBytes,
            TraceMetrics metrics,
            Consumer next,
            Logger logger,
            Runnable onReleased,
            LongSupplier nanoTime) {
        this.strategy = strategy;
        this.waitNanos = wait.toNanos();
        this.maxGroups = maxGroups;
        this.maxBytes = maxBytes;
        this.metrics = metrics;
        this.next = next;
        this.logger = logger;
        this.onReleased = onReleased;
        this.nanoTime = nanoTime;
        evictionNotes = new Seldom(nanoTime);
    }

    /**
     * What is handed on.
     *
     * @param isLast whether the group has nothing left, so that its memory is free afterwards
     */
    private record Release(WaitingGroup group, Payload payload, boolean isLast) {}

    synchronized void start(ScheduledExecutorService with) {
        scheduler = with;
    }

    /** Takes spans of a group over, with the memory reserved for them. */
    synchronized void add(GroupKey key, Payload part, MemoryBudget.Reservation memory)
            throws Retryable {
        if (scheduler == null) {
            memory.close();
            throw new Retryable("shutting down");
        }
        long now = nanoTime.getAsLong();
        WaitingGroup group = waiting.get(key);
        if (group == null) {
            group = new WaitingGroup(key, groups++, now + waitNanos);
            waiting.put(key, group);
            byTime.add(group);
        }
        group.add(part, memory, now);
        if (strategy == EmitStrategy.SERVICE) {
            traces.computeIfAbsent(key.trace(), _ -> new TraceSpans()).add(group, part);
        }
        bytes += part.byteSize();
        spans += part.itemCount();
        boolean isFirst = byTime.getFirst() == group;
        while (waiting.size() > 1 && (waiting.size() > maxGroups || bytes > maxBytes)) {
            evictOldest();
            isFirst = true;
        }
        if (isFirst) {
            setTimer();
        }
    }

    private void evictOldest() {
        WaitingGroup oldest =
                byTime.stream().filter(each -> !each.isEvicted()).findFirst().orElseThrow();
        waiting.remove(oldest.key());
        byTime.remove(oldest);
        bytes -= oldest.bytes();
        if (strategy == EmitStrategy.SERVICE) {
            oldest.evict(nanoTime.getAsLong());
            byTime.add(oldest);
            metrics.releasedEarly();
        } else {
            spans -= oldest.spans();
            free(oldest);
            metrics.evicted();
        }
        if (evictionNotes.isDue()) {
            logger.atInfo()
                    .addKeyValue("traceID", oldest.key().trace())
                    .log(
                            (strategy == EmitStrategy.SERVICE
                                            ? "subtrace evicted and released early: "
                                            : "trace evicted: ")
                                    + "in order to avoid this in the future, adjust the wait"
                                    + " duration and/or number of traces to keep in memory");
        }
    }

    /** Sets the timer for the first that is due. */
    private void setTimer() {
        if (timer != null) {
            timer.cancel(false);
        }
        if (scheduler != null && !byTime.isEmpty()) {
            long delay = Math.max(0, byTime.getFirst().dueNanos() - nanoTime.getAsLong());
            timer = scheduler.schedule(this::releaseDue, delay, TimeUnit.NANOSECONDS);
        }
    }

    synchronized long groups() {
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
        for (Release each : takeDue()) {
            release(each);
        }
        onReleased.run();
        synchronized (this) {
            setTimer();
        }
    }

    private synchronized List<Release> takeDue() {
        long now = nanoTime.getAsLong();
        List<Release> due = new ArrayList<>();
        while (!byTime.isEmpty() && byTime.getFirst().dueNanos() - now <= 0) {
            long started = nanoTime.getAsLong();
            take(byTime.removeFirst(), now, due);
            if (strategy == EmitStrategy.TRACE) {
                metrics.latency(TraceMetrics.EXPIRED, nanoTime.getAsLong() - started);
            }
        }
        if (strategy == EmitStrategy.SERVICE) {
            metrics.latency(TraceMetrics.SERVICES_DUE, nanoTime.getAsLong() - now);
        }
        return due;
    }

    private void take(WaitingGroup group, long now, List<Release> due) {
        long before = group.spans();
        TraceSpans trace = traces.get(group.key().trace());
        List<Payload> taken =
                trace == null
                        ? List.of(group.takeAll())
                        : group.takeCalls(trace::contains, now, waitNanos);
        spans -= before - group.spans();
        for (int i = 0; i < taken.size(); i++) {
            boolean isLast = group.isEmpty() && i == taken.size() - 1;
            due.add(new Release(group, taken.get(i), isLast));
        }
        if (trace != null) {
            trace.released(group);
            if (trace.isEmpty()) {
                traces.remove(group.key().trace());
            }
        }
        if (!group.isEmpty()) {
            byTime.add(group);
        } else if (!group.isEvicted()) {
            waiting.remove(group.key());
            bytes -= group.bytes();
        }
    }

    /** Never throws: a scheduler would end with the first exception. */
    private void release(Release one) {
        long started = nanoTime.getAsLong();
        metrics.released(one.payload.itemCount());
        try {
            next.consume(one.payload.open(), Context.background());
        } catch (ConsumeException e) {
            logger.atError().addKeyValue("error", e.getMessage()).log("consume failed");
        } catch (RuntimeException e) {
            logger.error("consume failed", e);
        } finally {
            if (strategy == EmitStrategy.TRACE) {
                metrics.latency(TraceMetrics.RELEASED, nanoTime.getAsLong() - started);
            }
            if (one.isLast) {
                free(one.group);
            }
        }
    }

    private void free(WaitingGroup group) {
        long started = nanoTime.getAsLong();
        group.free();
        if (strategy == EmitStrategy.TRACE) {
            metrics.latency(TraceMetrics.REMOVED, nanoTime.getAsLong() - started);
        }
    }

    /** Takes nothing over any more and hands on, on the worker's thread, what is there. */
    synchronized void close() {
        ScheduledExecutorService running = scheduler;
        scheduler = null;
        if (timer != null) {
            timer.cancel(false);
        }
        if (running != null) {
            running.execute(this::releaseAll);
            running.shutdown();
        }
    }

    private void releaseAll() {
        for (List<Release> some = takeFirst(); !some.isEmpty(); some = takeFirst()) {
            some.forEach(this::release);
        }
    }

    /** All of the group that is due first; nothing when there is none. */
    private synchronized List<Release> takeFirst() {
        List<Release> taken = new ArrayList<>();
        WaitingGroup first = byTime.pollFirst();
        if (first != null) {
            if (!first.isEvicted()) {
                waiting.remove(first.key());
                bytes -= first.bytes();
                first.evict(nanoTime.getAsLong());
            }
            take(first, nanoTime.getAsLong(), taken);
        }
        return taken;
    }

    /** Gives up what could not be handed on; says how many spans. */
    synchronized long giveUp() {
        long lost = spans;
        byTime.forEach(WaitingGroup::free);
        byTime.clear();
        waiting.clear();
        traces.clear();
        bytes = 0;
        spans = 0;
        return lost;
    }
}
