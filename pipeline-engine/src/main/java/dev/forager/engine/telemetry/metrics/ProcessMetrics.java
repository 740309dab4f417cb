// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.telemetry.metrics;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import io.opentelemetry.api.metrics.Meter;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Metrics of the process under the Go collector's names, for dashboards that know them. What Go's
 * run-time calls heap and system memory is answered by what comes nearest in a JVM: used heap,
 * allocated bytes of all threads, and committed heap, non-heap and direct buffers. Everything is
 * read when metrics are collected; nothing runs in between.
 */
final class ProcessMetrics {
    private static final Path STATUS = Path.of("/proc/self/status");

    private ProcessMetrics() {}

    /**
     * Registers the instruments; uptime counts from {@code startNanos} of {@link System#nanoTime}.
     */
    static void register(Meter meter, long startNanos) {
        meter.counterBuilder("otelcol_process_uptime")
                .ofDoubles()
                .setUnit("s")
                .setDescription("Uptime of the process [Alpha]")
                .buildWithCallback(out -> out.record((System.nanoTime() - startNanos) / 1e9));
        meter.counterBuilder("otelcol_process_cpu_seconds")
                .ofDoubles()
                .setUnit("s")
                .setDescription("Total CPU user and system time in seconds [Alpha]")
                .buildWithCallback(out -> out.record(cpuSeconds()));
        gauge(
                meter,
                "otelcol_process_memory_rss",
                "Total physical memory (resident set size) [Alpha]",
                ProcessMetrics::residentBytes);
        gauge(
                meter,
                "otelcol_process_runtime_heap_alloc_bytes",
                "Bytes of allocated heap objects (see 'go doc runtime.MemStats.HeapAlloc') [Alpha]",
                ProcessMetrics::usedHeap);
        gauge(
                meter,
                "otelcol_process_runtime_total_sys_memory_bytes",
                "Total bytes of memory obtained from the OS (see 'go doc runtime.MemStats.Sys')"
                        + " [Alpha]",
                ProcessMetrics::committed);
        meter.counterBuilder("otelcol_process_runtime_total_alloc_bytes")
                .setUnit("By")
                .setDescription(
                        "Cumulative bytes allocated for heap objects (see 'go doc"
                                + " runtime.MemStats.TotalAlloc') [Alpha]")
                .buildWithCallback(out -> out.record(allocated()));
    }

    private static void gauge(
            Meter meter, String name, String help, java.util.function.LongSupplier value) {
        meter.gaugeBuilder(name)
                .ofLongs()
                .setUnit("By")
                .setDescription(help)
                .buildWithCallback(out -> out.record(value.getAsLong()));
    }

    private static double cpuSeconds() {
        var system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return Math.max(0, system.getProcessCpuTime()) / 1e9;
    }

    private static long usedHeap() {
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private static long allocated() {
        var threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
        return Math.max(0, threads.getTotalThreadAllocatedBytes());
    }

    private static long committed() {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        long bytes =
                memory.getHeapMemoryUsage().getCommitted()
                        + memory.getNonHeapMemoryUsage().getCommitted();
        for (var pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
            bytes += Math.max(0, pool.getMemoryUsed());
        }
        return bytes;
    }

    /** {@code VmRSS} of proc(5), which is in kibibytes; 0 where there is no procfs. */
    private static long residentBytes() {
        try {
            for (String line : Files.readAllLines(STATUS)) {
                if (line.startsWith("VmRSS:")) {
                    return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
                }
            }
        } catch (IOException e) {
            return 0; // not Linux: the metric stays 0
        }
        return 0;
    }
}
