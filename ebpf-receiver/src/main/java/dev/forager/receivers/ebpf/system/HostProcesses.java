// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.system;

import dev.forager.pdata.Attributes;
import dev.forager.receivers.ebpf.emit.Instrument;
import dev.forager.receivers.ebpf.emit.MetricSheet;
import dev.forager.receivers.ebpf.emit.ServiceNames;
import dev.forager.receivers.ebpf.process.KnownProcess;
import dev.forager.receivers.ebpf.process.ProcessFiles;
import dev.forager.receivers.ebpf.runtime.Target;
import java.nio.file.Path;
import java.util.List;

/**
 * CPU, memory and page faults of each process, which is the resource of its points. Processes are
 * bounded: those with the lowest numbers are told. Confined to one thread.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html">proc_pid_stat(5)</a>
 */
final class HostProcesses {
    private static final Instrument CPU =
            Instrument.counter("process.cpu.time", "s", "CPU time of the process.");
    private static final Instrument MEMORY =
            Instrument.upDownCounter(
                    "process.memory.usage", "By", "Memory of the process that is in RAM.");
    private static final Instrument VIRTUAL =
            Instrument.upDownCounter(
                    "process.memory.virtual", "By", "Address space of the process.");
    private static final Instrument THREADS =
            Instrument.upDownCounter("process.thread.count", "{thread}", "Threads of the process.");
    private static final Instrument FAULTS =
            Instrument.counter("process.paging.faults", "{fault}", "Page faults of the process.");

    /** Fields of stat, counted from the state. */
    private static final int MINOR = 7;

    private static final int MAJOR = 9;
    private static final int USER = 11;
    private static final int SYSTEM = 12;
    private static final int THREAD_COUNT = 17;
    private static final int VIRTUAL_BYTES = 20;
    private static final int RESIDENT_PAGES = 21;

    /** USER_HZ, which is 100 for all that programs see. */
    private static final double TICKS_PER_SECOND = 100;

    private static final long NANOS_PER_TICK = 10_000_000;

    /** Of x86_64, and of arm64 as distributions build it. */
    private static final long PAGE_BYTES = 4096;

    /** Set in the keys of these resources, which no control group has. */
    private static final long PROCESS = 1L << 61;

    private final Path proc;
    private final int most;
    private final Target target;

    /**
     * Processes of a host.
     *
     * @param most how many are told
     * @param target which are
     */
    HostProcesses(Path proc, int most, Target target) {
        this.proc = proc;
        this.most = most;
        this.target = target;
    }

    void collect(MetricSheet sheet) {
        ProcessFiles.all(proc).stream()
                .filter(each -> target.wants(each.pid(), 0))
                .sorted((one, other) -> Integer.compare(one.pid(), other.pid()))
                .limit(most)
                .forEach(each -> write(each, sheet));
    }

    private static void write(ProcessFiles process, MetricSheet sheet) {
        String executable = process.executable();
        if (executable.isEmpty()) {
            return; // A thread of the kernel, or one that is not for us to see.
        }
        long key = PROCESS | process.pid();
        long start = Math.max(1, process.key().startTicks() * NANOS_PER_TICK);
        sheet.describe(key, to -> describe(process, executable, to));
        cpu(sheet, key, start, "user", process.stat(USER));
        cpu(sheet, key, start, "system", process.stat(SYSTEM));
        var _ = sheet.sum(key, MEMORY, 0, process.stat(RESIDENT_PAGES) * PAGE_BYTES);
        var _ = sheet.sum(key, VIRTUAL, 0, process.stat(VIRTUAL_BYTES));
        var _ = sheet.sum(key, THREADS, 0, process.stat(THREAD_COUNT));
        String type = "system.paging.fault.type";
        sheet.sum(key, FAULTS, start, process.stat(MAJOR)).attributes().put(type, "major");
        sheet.sum(key, FAULTS, start, process.stat(MINOR)).attributes().put(type, "minor");
    }

    private static void cpu(MetricSheet sheet, long key, long start, String mode, long ticks) {
        sheet.sum(key, CPU, start, 0)
                .asDouble(ticks / TICKS_PER_SECOND)
                .attributes()
                .put("cpu.mode", mode);
    }

    private static void describe(ProcessFiles process, String executable, Attributes to) {
        String name = new KnownProcess(executable, List.of()).name();
        String service = ServiceNames.declared(process);
        to.put("service.name", service == null ? name : service)
                .put("process.pid", process.pid())
                .put("process.executable.name", name)
                .put("process.executable.path", executable);
    }
}
