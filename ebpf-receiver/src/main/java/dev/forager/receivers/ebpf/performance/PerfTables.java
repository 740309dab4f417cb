// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.performance;

import dev.forager.pdata.Attributes;
import dev.forager.receivers.ebpf.emit.BlockStatus;
import dev.forager.receivers.ebpf.emit.DiskNames;
import dev.forager.receivers.ebpf.emit.DurationHistogram;
import dev.forager.receivers.ebpf.emit.Instrument;
import dev.forager.receivers.ebpf.emit.MetricSheet;
import dev.forager.receivers.ebpf.emit.Resources;
import dev.forager.receivers.ebpf.probe.Activation;
import dev.forager.receivers.ebpf.probe.Probe;
import dev.forager.receivers.ebpf.runtime.LoadedObject;
import dev.forager.receivers.ebpf.runtime.SeriesCount;
import dev.forager.receivers.ebpf.runtime.SeriesMaps;
import dev.forager.receivers.ebpf.sys.BpfException;
import dev.forager.receivers.ebpf.sys.BtfStruct;
import dev.forager.receivers.ebpf.sys.StructView;
import java.util.List;

/**
 * Reads what the programs of {@code perf.bpf.c} counted and measured and writes it as metrics.
 * Confined to one thread.
 */
final class PerfTables {
    /** Capacities in {@code perf.bpf.c}. */
    private static final int MOST_DURATIONS = 2048;

    private static final int MOST_COUNTS = 4096;

    private static final String OVERFLOW = "otel.metric.overflow";
    private static final Instrument DISK_BYTES =
            Instrument.counter("ebpf.disk.io", "By", "Bytes read from and written to disks.");

    /** What each probe counts and measures. */
    private static final List<Output> OUTPUTS =
            List.of(
                    new Output(
                            PerformanceProbes.RUN_QUEUE,
                            Instrument.durations(
                                    "ebpf.scheduler.run_queue.duration",
                                    "How long tasks that could run waited for a CPU.")),
                    new Output(
                            PerformanceProbes.SWITCHES,
                            Instrument.counter(
                                    "process.context_switches",
                                    "{context_switch}",
                                    "How often tasks left their CPU.")),
                    new Output(
                            PerformanceProbes.BLOCK_IO,
                            Instrument.durations(
                                    "ebpf.disk.io.duration",
                                    "From the issue of a read or write to the disk to its end.")),
                    new Output(
                            PerformanceProbes.PAGE_FAULTS,
                            Instrument.counter(
                                    "ebpf.page_faults", "{fault}", "Page faults of tasks.")),
                    new Output(
                            PerformanceProbes.LOCKS,
                            Instrument.durations(
                                    "ebpf.lock.contention.duration",
                                    "How long tasks waited for a contended lock of the kernel.")),
                    new Output(
                            PerformanceProbes.SOFTIRQ,
                            Instrument.durations(
                                    "ebpf.softirq.duration", "How long softirqs took.")));

    /** include/linux/interrupt.h */
    private static final List<String> SOFTIRQS =
            List.of(
                    "hi",
                    "timer",
                    "net_tx",
                    "net_rx",
                    "block",
                    "irq_poll",
                    "tasklet",
                    "sched",
                    "hrtimer",
                    "rcu");

    private final SeriesMaps maps;
    private final Activation activation;
    private final DiskNames disks;
    private final int cgroup;
    private final int detail;
    private final int kind;
    private final int what;
    private final int error;

    private record Output(Probe probe, Instrument instrument) {}

    /** What points of one series have in common. */
    private record Series(
            long resource, int kind, long detail, int what, int error, boolean isOverflow) {}

    PerfTables(LoadedObject object, Activation activation, DiskNames disks) throws BpfException {
        this.activation = activation;
        this.disks = disks;
        BtfStruct key = object.btf().struct("perf_key");
        cgroup = key.offset("cgroup", 8);
        detail = key.offset("detail", 4);
        kind = key.offset("kind", 1);
        what = key.offset("what", 1);
        error = key.offset("error", 2);
        maps =
                new SeriesMaps(
                        object.btf(),
                        object.map("fg_perf_time"),
                        MOST_DURATIONS,
                        object.map("fg_perf_count"),
                        MOST_COUNTS,
                        cgroup);
        for (Output each : OUTPUTS) {
            maps.reserve(
                    key.bytes()
                            .put("cgroup", Resources.OVERFLOW)
                            .put("kind", each.probe.kind())
                            .toArray());
        }
    }

    void collect(MetricSheet sheet) throws BpfException {
        maps.durations(key -> series(key, sheet))
                .forEach((series, each) -> writeTimes(series, each, sheet));
        maps.counts(key -> series(key, sheet))
                .forEach((series, each) -> writeCount(series, each, sheet));
    }

    private Series series(StructView key, MetricSheet sheet) {
        long group = key.u64(cgroup);
        return new Series(
                sheet.resourceOf(group),
                key.u8(kind),
                key.u32(detail),
                key.u8(what),
                (short) key.u16(error),
                group == Resources.OVERFLOW);
    }

    private void writeTimes(Series series, DurationHistogram each, MetricSheet sheet) {
        for (Output output : OUTPUTS) {
            if (output.probe.kind() == series.kind && each.count() > 0 && isActive(output)) {
                describe(
                        series,
                        sheet.histogram(series.resource, output.instrument, each).attributes());
            }
        }
    }

    private void writeCount(Series series, SeriesCount each, MetricSheet sheet) {
        for (Output output : OUTPUTS) {
            if (output.probe.kind() == series.kind && each.value() > 0 && isActive(output)) {
                boolean isBlock = output.probe.equals(PerformanceProbes.BLOCK_IO);
                Instrument instrument = isBlock ? DISK_BYTES : output.instrument;
                describe(
                        series,
                        sheet.sum(series.resource, instrument, each.firstNs(), each.value())
                                .attributes());
            }
        }
    }

    /** The maps may hold more: what another receiver asked for. */
    private boolean isActive(Output output) {
        return activation.isActive(output.probe);
    }

    private void describe(Series series, Attributes to) {
        if (series.isOverflow) {
            to.put(OVERFLOW, true);
        } else if (series.kind == PerformanceProbes.SWITCHES.kind()) {
            to.put("process.context_switch.type", series.what == 0 ? "voluntary" : "involuntary");
        } else if (series.kind == PerformanceProbes.PAGE_FAULTS.kind()) {
            to.put("cpu.mode", series.what == 0 ? "user" : "kernel");
        } else if (series.kind == PerformanceProbes.LOCKS.kind()) {
            to.put("ebpf.lock.type", LockType.of(series.detail));
        } else if (series.kind == PerformanceProbes.SOFTIRQ.kind()) {
            to.put("ebpf.softirq.name", softirq(series.detail));
        } else if (series.kind == PerformanceProbes.BLOCK_IO.kind()) {
            describeDisk(series, to);
        }
    }

    private void describeDisk(Series series, Attributes to) {
        to.put("system.device", disks.name(series.detail));
        to.put("disk.io.direction", series.what == 0 ? "read" : "write");
        String errorType = BlockStatus.errorType(series.error);
        if (!errorType.isEmpty()) {
            to.put("error.type", errorType);
        }
    }

    private static String softirq(long vector) {
        return vector < SOFTIRQS.size() ? SOFTIRQS.get((int) vector) : Long.toString(vector);
    }
}
