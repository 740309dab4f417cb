// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.runtime;

import dev.forager.pdata.LogRecord;
import dev.forager.pdata.Logs;
import dev.forager.pdata.Payload;
import dev.forager.pdata.ScopeLogs;
import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Consumer;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.Retryable;
import dev.forager.receivers.ebpf.emit.Resources;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Where scenarios hand their log records. Records queue up to a bound, and a thread sends them in
 * batches. Who must not wait lets what finds no room be counted as dropped ({@link #add}); who has
 * a ring of its own waits, and lets the ring hold what comes meanwhile ({@link #offer}). A batch
 * that a pipeline refuses for now is offered again until it is taken. Thread-safe.
 */
public final class LogOutlet implements AutoCloseable {
    private static final String SCOPE = "dev.forager/ebpf";

    /** Records that wait; a burst of a second at the rate of security events (chosen). */
    static final int ROOM = 8192;

    private static final int BATCH = 512;
    private static final Duration DELAY = Duration.ofMillis(200);

    /** Without pressure nothing is to be done until a record comes, or the end. */
    private static final Duration REST = Duration.ofSeconds(10);

    /** What the thread is woken with to stop. */
    private static final LogRecord END = new LogRecord();

    private static final Duration RETRY = Duration.ofMillis(500);

    private final Resources resources;
    private final String version;
    private final Consumer next;
    private final Backpressure pressure;
    private final Logger logger;
    private final BlockingQueue<Waiting> queue = new ArrayBlockingQueue<>(ROOM);
    private final LongAdder dropped = new LongAdder();
    private final Thread thread;
    private volatile long stopAtNanos = Long.MAX_VALUE;
    private volatile boolean isStopping;

    private record Waiting(long cgroup, LogRecord record) {
        boolean isEnd() {
            return record == END;
        }
    }

    /**
     * An outlet with its thread.
     *
     * @param version of the program, which is the scope's
     * @param pressure is told what the pipeline refuses
     */
    public LogOutlet(
            Resources resources,
            String version,
            Consumer next,
            Backpressure pressure,
            Logger logger) {
        this.resources = resources;
        this.version = version;
        this.next = next;
        this.pressure = pressure;
        this.logger = logger;
        thread = Thread.ofVirtual().name("ebpf-logs").start(this::run);
    }

    /**
     * Hands over a record, which the caller touches no more.
     *
     * @param cgroup id of the control group that it is about; {@link Resources#HOST} is the host
     */
    public void add(long cgroup, LogRecord record) {
        if (!queue.offer(new Waiting(cgroup, record))) {
            dropped.increment();
        }
    }

    /**
     * Hands over a record, which the caller touches no more, when there is room for it.
     *
     * @param cgroup as in {@link #add}
     * @param limit how long it waits for room
     * @return whether there was room; otherwise the record is still the caller's
     */
    public boolean offer(long cgroup, LogRecord record, Duration limit)
            throws InterruptedException {
        return queue.offer(new Waiting(cgroup, record), limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Records that found no room, or that a pipeline refused for good. */
    public long dropped() {
        return dropped.sum();
    }

    private void run() {
        List<Waiting> batch = new ArrayList<>();
        try {
            while (!isStopping || !queue.isEmpty()) {
                Duration wait = pressure.shift() > 0 ? DELAY : REST;
                Waiting first = queue.poll(wait.toMillis(), TimeUnit.MILLISECONDS);
                if (first == null || first.isEnd()) {
                    pressure.calm();
                } else {
                    batch.add(first);
                    queue.drainTo(batch, BATCH - 1);
                    batch.removeIf(Waiting::isEnd);
                    send(batch);
                    batch.clear();
                }
            }
        } catch (InterruptedException e) {
            // The time to stop is over.
            queue.removeIf(Waiting::isEnd);
            dropped.add(batch.size() + queue.size());
        }
    }

    private void send(List<Waiting> batch) throws InterruptedException {
        Payload payload = logs(batch).seal();
        while (true) {
            ConsumeException refusal = offer(payload);
            if (refusal == null) {
                pressure.calm();
                return;
            }
            if (refusal instanceof Retryable) {
                pressure.refused();
            }
            if (!(refusal instanceof Retryable) || System.nanoTime() - stopAtNanos >= 0) {
                dropped.add(batch.size());
                logger.debug("{} log records were refused: {}", batch.size(), refusal.getMessage());
                return;
            }
            waitToRetry();
        }
    }

    private @Nullable ConsumeException offer(Payload payload) {
        try {
            next.consume(payload.open(), Context.background());
            return null;
        } catch (ConsumeException e) {
            return e;
        }
    }

    private synchronized void waitToRetry() throws InterruptedException {
        long end = System.nanoTime() + RETRY.toNanos();
        long left = RETRY.toMillis();
        while (left > 0 && !isStopping) {
            wait(left);
            left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        }
    }

    private Logs logs(List<Waiting> batch) {
        Logs logs = Logs.create();
        // Groups are asked once each: records come by the thousand from a few of them.
        Map<Long, ScopeLogs> ofGroup = new HashMap<>();
        Map<Long, ScopeLogs> ofResource = new HashMap<>();
        long lastGroup = 0;
        ScopeLogs last = null;
        for (Waiting each : batch) {
            if (last == null || each.cgroup != lastGroup) {
                lastGroup = each.cgroup;
                last =
                        ofGroup.computeIfAbsent(
                                each.cgroup,
                                group ->
                                        ofResource.computeIfAbsent(
                                                resources.resourceOf(group),
                                                of -> scope(logs, of)));
            }
            last.records().add(each.record);
        }
        return logs;
    }

    private ScopeLogs scope(Logs logs, long group) {
        var resource = logs.addResource().schemaUrl(Resources.SCHEMA_URL);
        resources.describe(group, resource.resource().attributes());
        ScopeLogs scope = resource.addScope().schemaUrl(Resources.SCHEMA_URL);
        scope.scope().name(SCOPE).version(version);
        return scope;
    }

    /** Sends what waits, within a limit; what is left then is counted as dropped. */
    public void stop(Duration limit) {
        stopAtNanos = System.nanoTime() + limit.toNanos();
        isStopping = true;
        // Where there is no room for it, the thread does not wait for records anyway.
        var _ = queue.offer(new Waiting(Resources.HOST, END));
        synchronized (this) {
            notifyAll();
        }
        try {
            if (!thread.join(limit)) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stop(Duration.ZERO);
    }
}
