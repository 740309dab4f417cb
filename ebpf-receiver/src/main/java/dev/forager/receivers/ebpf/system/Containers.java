// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.system;

import dev.forager.receivers.ebpf.cgroup.CgroupTable;
import dev.forager.receivers.ebpf.emit.DiskNames;
import dev.forager.receivers.ebpf.emit.Instrument;
import dev.forager.receivers.ebpf.emit.MetricSheet;
import dev.forager.receivers.ebpf.probe.CgroupMount;
import dev.forager.receivers.ebpf.probe.CgroupMount.Layout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes what each container uses. Confined to one thread. */
final class Containers {
    private static final Instrument CPU_TIME =
            Instrument.counter("container.cpu.time", "s", "CPU time of the container.");
    private static final Instrument CPU_USAGE =
            Instrument.gauge("container.cpu.usage", "{cpu}", "CPUs that the container used.");

    /** The conventions say counter, but memory in use goes down too. */
    private static final Instrument MEMORY =
            Instrument.upDownCounter(
                    "container.memory.usage", "By", "Memory of the container, caches included.");

    private static final Instrument RSS =
            Instrument.upDownCounter(
                    "container.memory.rss", "By", "Memory of the container that no file backs.");
    private static final Instrument WORKING_SET =
            Instrument.upDownCounter(
                    "container.memory.working_set",
                    "By",
                    "Memory of the container less what it can give back at once.");
    private static final Instrument AVAILABLE =
            Instrument.upDownCounter(
                    "container.memory.available",
                    "By",
                    "Memory that the container may still take.");
    private static final Instrument FAULTS =
            Instrument.counter(
                    "container.memory.paging.faults", "{fault}", "Page faults of the container.");
    private static final Instrument DISK =
            Instrument.counter(
                    "container.disk.io", "By", "Bytes that the container read and wrote.");
    private static final double MICROS_PER_SECOND = 1e6;
    private static final double NANOS_PER_MICRO = 1e3;

    private final Path cgroupRoot;
    private final boolean isVersion2;
    private final ContainerGroups groups;
    private final DiskNames disks;
    private Map<Long, CpuAt> before = new HashMap<>();

    private record CpuAt(long micros, long nanoTime) {}

    /**
     * Containers of a host.
     *
     * @param mount how cgroups are mounted
     * @param cgroupRoot where
     */
    Containers(CgroupMount mount, Path cgroupRoot, CgroupTable table, DiskNames disks) {
        this.cgroupRoot = cgroupRoot;
        this.disks = disks;
        isVersion2 = mount.layout() == Layout.V2;
        Path memory = cgroupRoot.resolve("memory");
        Path version1 = Files.isDirectory(memory) ? memory : cgroupRoot.resolve("cpuacct");
        Path version2 = mount.v2();
        groups =
                new ContainerGroups(
                        isVersion2 && version2 != null ? version2 : version1, isVersion2, table);
    }

    void collect(MetricSheet sheet, long nanoTime) {
        Map<Long, CpuAt> now = new HashMap<>();
        groups.find()
                .forEach(
                        (id, path) -> {
                            ContainerUsage usage =
                                    isVersion2
                                            ? ContainerUsage.ofVersion2(cgroupRoot.resolve(path))
                                            : ContainerUsage.ofVersion1(cgroupRoot, path);
                            cpu(sheet, id, usage, nanoTime, now);
                            memory(sheet, id, usage);
                            disks(sheet, id, usage);
                        });
        before = now;
    }

    private void cpu(
            MetricSheet sheet, long id, ContainerUsage usage, long nanoTime, Map<Long, CpuAt> now) {
        if (usage.userMicros() < 0 || usage.systemMicros() < 0) {
            return;
        }
        cpuTime(sheet, id, "user", usage.userMicros());
        cpuTime(sheet, id, "system", usage.systemMicros());
        long micros = usage.userMicros() + usage.systemMicros();
        now.put(id, new CpuAt(micros, nanoTime));
        @Nullable CpuAt earlier = before.get(id);
        if (earlier != null && nanoTime > earlier.nanoTime && micros >= earlier.micros) {
            double used = (micros - earlier.micros) * NANOS_PER_MICRO;
            sheet.gauge(id, CPU_USAGE, 0).asDouble(used / (nanoTime - earlier.nanoTime));
        }
    }

    private static void cpuTime(MetricSheet sheet, long id, String mode, long micros) {
        sheet.sum(id, CPU_TIME, 0, 0)
                .asDouble(micros / MICROS_PER_SECOND)
                .attributes()
                .put("cpu.mode", mode);
    }

    private static void memory(MetricSheet sheet, long id, ContainerUsage usage) {
        put(sheet, id, MEMORY, usage.memory());
        put(sheet, id, RSS, usage.anonymous());
        put(sheet, id, WORKING_SET, usage.workingSet());
        put(sheet, id, AVAILABLE, usage.available());
        if (usage.faults() >= 0 && usage.majorFaults() >= 0) {
            long minor = Math.max(0, usage.faults() - usage.majorFaults());
            String type = "system.paging.fault.type";
            sheet.sum(id, FAULTS, 0, usage.majorFaults()).attributes().put(type, "major");
            sheet.sum(id, FAULTS, 0, minor).attributes().put(type, "minor");
        }
    }

    private static void put(MetricSheet sheet, long id, Instrument instrument, long value) {
        if (value >= 0) {
            var _ = sheet.sum(id, instrument, 0, value);
        }
    }

    private void disks(MetricSheet sheet, long id, ContainerUsage usage) {
        for (ContainerUsage.DiskBytes each : usage.disks()) {
            String name = disks.name(each.device());
            sheet.sum(id, DISK, 0, each.read())
                    .attributes()
                    .put("system.device", name)
                    .put("disk.io.direction", "read");
            sheet.sum(id, DISK, 0, each.written())
                    .attributes()
                    .put("system.device", name)
                    .put("disk.io.direction", "write");
        }
    }
}
