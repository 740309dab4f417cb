// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.performance;

import dev.forager.pdata.Attributes;
import dev.forager.receivers.ebpf.emit.Instrument;
import dev.forager.receivers.ebpf.emit.MetricSheet;
import dev.forager.receivers.ebpf.emit.Resources;
import dev.forager.receivers.ebpf.emit.SyscallNames;
import dev.forager.receivers.ebpf.performance.PerformanceConfig.SyscallsConfig;
import dev.forager.receivers.ebpf.runtime.LoadedObject;
import dev.forager.receivers.ebpf.runtime.SeriesMaps;
import dev.forager.receivers.ebpf.sys.BpfException;
import dev.forager.receivers.ebpf.sys.BtfStruct;
import dev.forager.receivers.ebpf.sys.Errno;
import dev.forager.receivers.ebpf.sys.KernelMap;
import dev.forager.receivers.ebpf.sys.LittleEndian;
import dev.forager.receivers.ebpf.sys.StructView;
import java.util.Arrays;
import java.util.Map;

/**
 * Says which system calls are wanted, reads what the programs of {@code calls.bpf.c} measured, and
 * writes it as metrics. Confined to one thread.
 */
final class SyscallTables {
    private static final Instrument DURATION =
            Instrument.durations(
                    "ebpf.syscall.duration",
                    "Duration of system calls, the time that they slept included.");
    private static final Instrument ERRORS =
            Instrument.counter("ebpf.syscall.errors", "{error}", "System calls that failed.");

    /** MOST_CALLS of {@code calls.bpf.c}. */
    private static final int MOST_CALLS = 512;

    /** Codes of a call that a signal interrupted and that may begin again (linux/errno.h). */
    private static final Map<Integer, String> RESTARTS =
            Map.of(
                    512, "ERESTARTSYS",
                    513, "ERESTARTNOINTR",
                    514, "ERESTARTNOHAND",
                    516, "ERESTART_RESTARTBLOCK");

    private final SyscallNames names = SyscallNames.ofMachine();
    private final SeriesMaps maps;
    private final boolean[] wanted = new boolean[MOST_CALLS];
    private final int cgroup;
    private final int call;
    private final int error;

    /** What points of one series have in common. */
    private record Series(long resource, int call, int error, boolean isOverflow) {}

    SyscallTables(LoadedObject object, SyscallsConfig config) throws BpfException {
        BtfStruct key = object.btf().struct("call_key");
        cgroup = key.offset("cgroup", 8);
        call = key.offset("call", 2);
        error = key.offset("error", 2);
        maps =
                new SeriesMaps(
                        object.btf(),
                        object.map("fg_calls_time"),
                        config.maxSeries(),
                        object.map("fg_calls_error"),
                        config.maxSeries(),
                        cgroup);
        maps.reserve(key.bytes().put("cgroup", Resources.OVERFLOW).toArray());
        want(object.map("fg_calls_wanted"), config);
    }

    /** Calls that another receiver wants stay wanted. */
    private void want(KernelMap map, SyscallsConfig config) throws BpfException {
        if (config.names().isEmpty()) {
            Arrays.fill(wanted, true);
        }
        for (int number : names.numbers(config.names())) {
            wanted[number] = true;
        }
        for (int i = 0; i < MOST_CALLS; i++) {
            if (wanted[i]) {
                map.put(LittleEndian.bytes(i, 4), LittleEndian.bytes(1, 4));
            }
        }
    }

    void collect(MetricSheet sheet) throws BpfException {
        maps.durations(key -> series(key, sheet))
                .forEach(
                        (series, each) -> {
                            if (each.count() > 0 && isWanted(series)) {
                                var point = sheet.histogram(series.resource, DURATION, each);
                                describe(series, point.attributes());
                            }
                        });
        maps.counts(key -> series(key, sheet))
                .forEach(
                        (series, each) -> {
                            if (each.value() > 0 && isWanted(series)) {
                                var point =
                                        sheet.sum(
                                                series.resource,
                                                ERRORS,
                                                each.firstNs(),
                                                each.value());
                                describe(series, point.attributes());
                            }
                        });
    }

    private Series series(StructView key, MetricSheet sheet) {
        long group = key.u64(cgroup);
        return new Series(
                sheet.resourceOf(group),
                key.u16(call),
                key.u16(error),
                group == Resources.OVERFLOW);
    }

    private boolean isWanted(Series series) {
        return series.isOverflow || (series.call < MOST_CALLS && wanted[series.call]);
    }

    private void describe(Series series, Attributes to) {
        if (series.isOverflow) {
            to.put("otel.metric.overflow", true);
            return;
        }
        to.put("ebpf.syscall.name", names.name(series.call));
        if (series.error != 0) {
            to.put("error.type", errorType(series.error));
        }
    }

    /** The value of {@code error.type}. */
    static String errorType(int errno) {
        return RESTARTS.getOrDefault(errno, Errno.name(errno));
    }
}
