// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.extensions.zpages;

import dev.forager.pipeline.ServiceView;
import dev.forager.transport.server.Page;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;

/**
 * {@code expvarz}: figures of the process as JSON, under the names of Go's expvar where a JVM has
 * the same thing. Arguments are left out: they may hold secrets.
 */
final class ProcessFigures {
    private ProcessFigures() {}

    static Page page(ServiceView.BuildInfo build) {
        MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        MemoryUsage other = ManagementFactory.getMemoryMXBean().getNonHeapMemoryUsage();
        long collections = 0;
        long pauseMillis = 0;
        for (GarbageCollectorMXBean bean : ManagementFactory.getGarbageCollectorMXBeans()) {
            collections += Math.max(0, bean.getCollectionCount());
            pauseMillis += Math.max(0, bean.getCollectionTime());
        }
        String json =
                """
                {
                "cmdline": ["%s"],
                "memstats": {"HeapAlloc":%d,"HeapSys":%d,"Sys":%d,"NumGC":%d,"PauseTotalNs":%d},
                "threads": %d
                }
                """
                        .formatted(
                                build.command().replaceAll("[\"\\\\\\p{Cntrl}]", "_"),
                                heap.getUsed(),
                                heap.getCommitted(),
                                heap.getCommitted() + other.getCommitted(),
                                collections,
                                pauseMillis * 1_000_000,
                                ManagementFactory.getThreadMXBean().getThreadCount());
        return Page.of(200, "application/json; charset=utf-8", json);
    }
}
