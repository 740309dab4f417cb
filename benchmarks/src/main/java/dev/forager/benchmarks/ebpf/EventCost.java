// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.benchmarks.ebpf;

import dev.forager.benchmarks.ebpf.EbpfCost.Result;
import dev.forager.pdata.Metric;
import dev.forager.pdata.Metrics;
import dev.forager.pdata.NumberDataPoint;
import dev.forager.pdata.Payload;
import dev.forager.pdata.ResourceMetrics;
import dev.forager.pdata.ScopeMetrics;
import dev.forager.pdata.Sum;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * From the kernel to log records in a pipeline, by a program of one's own: what a record costs, and
 * what is lost at a rate.
 */
final class EventCost {
    private static final int WARM_SECONDS = 15;
    private static final int SECONDS = 10;
    private static final int RATE = 100_000;
    private static final double GOAL_NS = 1000;

    private EventCost() {}

    /** What became of the calls of one run. */
    private record Run(long calls, long lost, long dropped, long records, double cpuNanos) {
        boolean isExact() {
            return calls == records + lost + dropped;
        }

        double perRecord() {
            return cpuNanos / Math.max(1, records);
        }

        String text() {
            return String.format(
                    Locale.ROOT,
                    "%,d calls, %,d records, lost: %,d in the ring, %,d before the pipeline%s",
                    calls,
                    records,
                    lost,
                    dropped,
                    isExact() ? " (adds up)" : " (does not add up)");
        }
    }

    static List<Result> measure() throws Exception {
        run(RATE, WARM_SECONDS);
        Run atRate = run(RATE, SECONDS);
        Run fastest = run(0, SECONDS);
        return List.of(
                Result.below(
                        "an event to a log record in the pipeline, CPU of the process",
                        atRate.perRecord(),
                        GOAL_NS,
                        "ns"),
                new Result(
                        "lost at 100,000 events a second",
                        atRate.text(),
                        "0",
                        atRate.calls == atRate.records),
                new Result(
                        "lost as fast as one thread calls",
                        fastest.text() + ", " + fastest.calls / SECONDS + " a second",
                        "counted exactly",
                        fastest.isExact()));
    }

    private static String yaml() {
        return """
        collection_interval: 500ms
        probes:
          network: {enabled: false}
          performance: {enabled: false}
          security: {enabled: false}
          faults: {enabled: false}
          system: {enabled: false}
        custom:
          - name: bench
            object: %s
            metrics:
              - {map: outcomes, name: bench.outcomes, type: counter, labels: [{name: outcome, type: u32, values: {"0": calls, "1": lost}}]}
            logs:
              - map: records
                event_name: bench.call
                struct: bench_record
                fields:
                  - {type: ktime}
                  - {type: cgroup}
                  - {name: process.pid, type: u32}
                  - {name: thread.id, type: u32}
                  - {name: ebpf.syscall.name, type: syscall}
                  - {name: thread.name, type: string}
        """
                .formatted(TestObjects.file("bench"));
    }

    private static Run run(int perSecond, int seconds) throws Exception {
        var receiver = new ReceiverRun(yaml());
        long cpu = cpuNanos();
        try {
            Child.java(CallLoop.class, "rate", perSecond, seconds);
        } finally {
            receiver.close();
        }
        double spent = cpuNanos() - cpu;
        return new Run(
                value(receiver.metrics(), "bench.outcomes", "outcome", "calls"),
                value(receiver.metrics(), "bench.outcomes", "outcome", "lost"),
                value(receiver.metrics(), "ebpf.events", "ebpf.probe", "runtime.logs"),
                receiver.records(),
                spent);
    }

    static long cpuNanos() {
        var bean =
                (com.sun.management.OperatingSystemMXBean)
                        ManagementFactory.getOperatingSystemMXBean();
        return bean.getProcessCpuTime();
    }

    private static long value(@Nullable Payload payload, String name, String key, String value) {
        long found = 0;
        if (payload == null) {
            return found;
        }
        for (ResourceMetrics resource : ((Metrics) payload.open()).resources()) {
            for (ScopeMetrics scope : resource.scopes()) {
                for (Metric metric : scope.metrics()) {
                    if (metric.name().equals(name) && metric.data() instanceof Sum sum) {
                        for (NumberDataPoint point : sum.dataPoints()) {
                            boolean isIt = point.attributes().getString(key, "").equals(value);
                            found += isIt ? point.asInt() : 0;
                        }
                    }
                }
            }
        }
        return found;
    }
}
