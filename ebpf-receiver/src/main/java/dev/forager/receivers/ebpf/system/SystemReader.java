// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.system;

import dev.forager.receivers.ebpf.cgroup.CgroupTable;
import dev.forager.receivers.ebpf.emit.DiskNames;
import dev.forager.receivers.ebpf.emit.MetricSheet;
import dev.forager.receivers.ebpf.network.InterfaceCounters;
import dev.forager.receivers.ebpf.probe.CgroupMount;
import dev.forager.receivers.ebpf.runtime.HostReader;
import dev.forager.receivers.ebpf.runtime.Target;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The metrics of {@code probes.system}. Confined to one thread. */
public final class SystemReader implements HostReader {
    private final List<Consumer<MetricSheet>> parts = new ArrayList<>();

    /**
     * Where the host's numbers are.
     *
     * @param proc mount of proc
     * @param sys mount of sysfs
     * @param cgroupRoot where cgroups are mounted
     * @param mount how
     * @param interfaces network interfaces that are wanted; empty: all but loopback
     * @param maxProcesses processes that are told
     */
    public record Places(
            Path proc,
            Path sys,
            Path cgroupRoot,
            CgroupMount mount,
            List<String> interfaces,
            int maxProcesses) {
        /** Copies the list. */
        public Places {
            interfaces = List.copyOf(interfaces);
        }
    }

    /**
     * The reader.
     *
     * @param table where containers are made known, so that their points have their resource
     * @param target which processes are told
     */
    public SystemReader(SystemConfig config, Places places, CgroupTable table, Target target) {
        Path proc = places.proc();
        add(config.cpu(), new HostCpu(proc)::collect);
        add(config.load(), new HostLoad(proc)::collect);
        add(config.memory(), new HostMemory(proc)::collect);
        add(config.paging(), new HostPaging(proc)::collect);
        add(config.disk(), new HostDisks(proc, places.sys())::collect);
        add(config.filesystem(), new HostFilesystems(proc)::collect);
        add(config.network(), new InterfaceCounters(proc, places.interfaces())::collect);
        var containers =
                new Containers(places.mount(), places.cgroupRoot(), table, new DiskNames(proc));
        add(config.container(), sheet -> containers.collect(sheet, System.nanoTime()));
        add(config.process(), new HostProcesses(proc, places.maxProcesses(), target)::collect);
    }

    private void add(boolean isWanted, Consumer<MetricSheet> part) {
        if (isWanted) {
            parts.add(part);
        }
    }

    @Override
    public void collect(MetricSheet sheet) {
        parts.forEach(each -> each.accept(sheet));
    }
}
