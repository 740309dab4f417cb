// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.faults;

import dev.forager.receivers.ebpf.faults.FaultLayout.Fault;
import dev.forager.receivers.ebpf.process.Origin;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Tells tasks that have not run between looks, and so have waited all that time. Bounded; confined
 * to the ring's thread.
 */
final class BlockedTasks {
    private static final int MOST = 4096;

    private final Duration limit;
    private final Duration period;
    private final BiConsumer<Origin, Duration> tell;
    private final Map<Task, Waiting> tasks = new LinkedHashMap<>();

    private record Task(int tid, long startTicks) {}

    private static final class Waiting {
        final long sinceNs;
        final long switches;
        long seenNs;
        boolean isTold;

        Waiting(long sinceNs, long switches) {
            this.sinceNs = sinceNs;
            this.switches = switches;
            seenNs = sinceNs;
        }
    }

    /**
     * Nothing waits yet.
     *
     * @param limit how long until it is told, once
     * @param period how often somebody looks
     * @param tell gets the task and how long it has waited at least
     */
    BlockedTasks(Duration limit, Duration period, BiConsumer<Origin, Duration> tell) {
        this.limit = limit;
        this.period = period;
        this.tell = tell;
    }

    /** A look found this task waiting. */
    void see(Fault fault) {
        Origin origin = fault.origin();
        long now = origin.monotonicNs();
        forget(now);
        var task = new Task(origin.tid(), origin.key().startTicks());
        long switches = fault.value(0) + fault.value(1);
        Waiting waiting = tasks.get(task);
        if (waiting == null || waiting.switches != switches) {
            if (tasks.size() < MOST || waiting != null) {
                tasks.put(task, new Waiting(now, switches));
            }
            return;
        }
        waiting.seenNs = now;
        Duration since = Duration.ofNanos(now - waiting.sinceNs);
        if (!waiting.isTold && since.compareTo(limit) >= 0) {
            waiting.isTold = true;
            tell.accept(origin, since);
        }
    }

    /** What two looks did not find waits no more. */
    private void forget(long nowNs) {
        long before = nowNs - 2 * period.toNanos();
        tasks.values().removeIf(each -> each.seenNs < before);
    }
}
