// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.memorylimiter;

import dev.forager.pipeline.MemoryBudget;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.List;

/**
 * The heap of this JVM.
 *
 * <p>How full a Java heap is between two collections says nothing: it fills up and is emptied all
 * the time. So each part of it counts with what survived its last collection; except the old
 * generation, which counts with what it holds now, since what is promoted to it is there until a
 * rare full collection. That includes garbage, as the number that Go reports does; above a limit a
 * forced collection tells it apart.
 *
 * <p>Telemetry that was taken in or let go since the last collection is known from the {@link
 * MemoryBudget} and added or taken off: a burst is seen before a collection shows it, and a drained
 * queue as well. Thread-safe.
 */
final class JvmMemory implements MemoryReading {
    private final MemoryBudget budget;
    private final List<MemoryPoolMXBean> pools;
    private final List<GarbageCollectorMXBean> collectors;
    private long collections = -1;
    private long budgetAtCollection;

    JvmMemory(MemoryBudget budget) {
        this.budget = budget;
        this.pools =
                ManagementFactory.getMemoryPoolMXBeans().stream()
                        .filter(pool -> pool.getType() == MemoryType.HEAP)
                        .toList();
        this.collectors = ManagementFactory.getGarbageCollectorMXBeans();
    }

    /** The most that the heap may grow to. */
    static long maxHeapBytes() {
        return Runtime.getRuntime().maxMemory();
    }

    /** Memory of the container where it has a limit, else of the host. */
    static long totalBytes() {
        var system =
                (com.sun.management.OperatingSystemMXBean)
                        ManagementFactory.getOperatingSystemMXBean();
        return system.getTotalMemorySize();
    }

    @Override
    public synchronized long usedBytes() {
        long held = budget.usedBytes();
        long count =
                collectors.stream().mapToLong(GarbageCollectorMXBean::getCollectionCount).sum();
        if (count != collections) {
            collections = count;
            budgetAtCollection = held;
        }
        long survived = pools.stream().mapToLong(JvmMemory::survived).sum();
        return Math.max(0, survived + held - budgetAtCollection);
    }

    @Override
    public void collect() {
        System.gc();
    }

    private static long survived(MemoryPoolMXBean pool) {
        MemoryUsage afterCollection = pool.getCollectionUsage();
        boolean old = pool.getName().contains("Old") || pool.getName().contains("Tenured");
        return old || afterCollection == null
                ? pool.getUsage().getUsed()
                : afterCollection.getUsed();
    }
}
