// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.selection;

import dev.forager.receivers.ebpf.cgroup.Cgroup;
import dev.forager.receivers.ebpf.cgroup.PodNames;
import dev.forager.receivers.ebpf.probe.Hook;
import dev.forager.receivers.ebpf.process.Ancestor;
import dev.forager.receivers.ebpf.process.ExecEvent;
import dev.forager.receivers.ebpf.process.ExecWatch;
import dev.forager.receivers.ebpf.process.Origin;
import dev.forager.receivers.ebpf.process.ProcessFiles;
import dev.forager.receivers.ebpf.runtime.EbpfRuntime;
import dev.forager.receivers.ebpf.runtime.LoadedObject;
import dev.forager.receivers.ebpf.runtime.Subscription;
import dev.forager.receivers.ebpf.runtime.Target;
import dev.forager.receivers.ebpf.selection.Targets.Subject;
import dev.forager.receivers.ebpf.sys.BpfException;
import dev.forager.receivers.ebpf.sys.KernelMap;
import dev.forager.receivers.ebpf.sys.LittleEndian;
import dev.forager.receivers.ebpf.sys.StructView;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;

/**
 * Tells the kernel what is observed and keeps that up to date: control groups as they come,
 * processes as they execute programs. What a process forks is as it is; a process that executes
 * another program is decided anew when its exec has been read, at once. Thread-safe.
 */
public final class TargetWatch implements Target, AutoCloseable {

    private static final String SLOTS = "fg_target_slot";

    /** Bits of forager.h. */
    private static final int CGROUPS = 1;

    private static final int PROCESSES = 2;
    private static final int PORTS = 4;
    private static final int OTHER_CGROUPS = 8;
    private static final int OTHER_PROCESSES = 16;
    private static final int OTHER_PORTS = 32;

    private final EbpfRuntime runtime;
    private final Targets targets;
    private final long self;
    private final TargetGroups groups;
    private final KernelMap tasks;
    private final Logger logger;
    private final Deque<Runnable> undo = new ArrayDeque<>();

    /**
     * The target of a runtime, which all receivers have in common; the caller gives it back by
     * {@link #release}.
     *
     * @param processes how processes are remembered, as the scenarios do
     */
    public static TargetWatch acquire(
            EbpfRuntime runtime,
            TargetConfig config,
            PodNames pods,
            ExecWatch.Settings processes,
            Logger logger)
            throws BpfException {
        return runtime.share(
                TargetWatch.class,
                config,
                () -> {
                    var made = new TargetWatch(runtime, config, pods, logger);
                    try {
                        made.begin(processes);
                        return made;
                    } catch (BpfException e) {
                        made.close();
                        throw e;
                    }
                });
    }

    /** Gives the target back. */
    public static void release(EbpfRuntime runtime, TargetConfig config) {
        runtime.unshare(TargetWatch.class, config);
    }

    private TargetWatch(EbpfRuntime runtime, TargetConfig config, PodNames pods, Logger logger)
            throws BpfException {
        this.runtime = runtime;
        this.logger = logger;
        targets = new Targets(config, pods);
        self = config.excludeSelf() ? ProcessFiles.self(runtime.settings().procRoot()) : 0;
        groups =
                new TargetGroups(
                        runtime.core().map("fg_target_group"),
                        runtime.core().map(SLOTS),
                        runtime.core().capacity(SLOTS),
                        targets::wants,
                        logger);
        tasks = runtime.core().map("fg_target_task");
    }

    private void begin(ExecWatch.Settings processes) throws BpfException {
        int bits = 0;
        if (targets.narrowsGroups()) {
            bits |= CGROUPS | (targets.wantsOtherGroups() ? OTHER_CGROUPS : 0);
            undo.push(() -> runtime.cgroups().tellNoMore(groups));
            runtime.cgroups().tell(groups);
            if (!targets.wantsOtherGroups()) {
                undo.push(runtime.hangAt(targets::wants)::close);
            }
        }
        if (targets.narrowsProcesses()) {
            bits |= PROCESSES | (targets.wantsOtherProcesses() ? OTHER_PROCESSES : 0);
            followProcesses(processes);
        }
        if (targets.narrowsPorts()) {
            bits |= PORTS | (targets.wantsOtherPorts() ? OTHER_PORTS : 0);
            KernelMap ports = runtime.core().map("fg_target_port");
            for (int each : targets.ports()) {
                put(ports, LittleEndian.bytes(each, 2), targets.wantsPort(each));
            }
        }
        runtime.knobs().narrow(bits, self, targets.narrowsProcesses());
    }

    private void followProcesses(ExecWatch.Settings processes) throws BpfException {
        LoadedObject object = runtime.core();
        for (String each : List.of("fg_target_fork", "fg_target_free")) {
            undo.push(object.attach(Hook.section(each))::close);
        }
        ExecWatch watch = ExecWatch.follow(runtime, processes);
        undo.push(() -> ExecWatch.unfollow(runtime, processes));
        Subscription execs = watch.then(this::executed);
        undo.push(execs::close);
        for (ProcessFiles each : ProcessFiles.all(runtime.settings().procRoot())) {
            decide(each.pid(), new Subject(each.lineage(), each.comm(), each.executable()));
        }
    }

    private void executed(ExecEvent exec) {
        decide(exec.origin().key().pid(), subject(exec));
    }

    private static Subject subject(ExecEvent exec) {
        Origin origin = exec.origin();
        List<Integer> pids = new ArrayList<>();
        pids.add(origin.key().pid());
        for (Ancestor each : origin.ancestors()) {
            pids.add(each.key().pid());
        }
        return new Subject(pids, origin.comm(), exec.process().executable());
    }

    private void decide(int pid, Subject process) {
        put(tasks, LittleEndian.bytes(pid, 4), targets.wants(process));
    }

    private void put(KernelMap map, byte[] key, boolean isWanted) {
        try {
            map.put(key, LittleEndian.bytes(isWanted ? 1 : 0, 1));
        } catch (BpfException e) {
            logger.warn("The target could not be narrowed: {}", e.getMessage());
        }
    }

    @Override
    public boolean wants(int pid, long cgroup) {
        return (pid == 0 || pid != self)
                && (cgroup == 0 || wantsGroup(cgroup))
                && wantsProcess(pid);
    }

    private boolean wantsProcess(int pid) {
        if (pid == 0 || !targets.narrowsProcesses()) {
            return true;
        }
        try {
            StructView known = tasks.lookup(LittleEndian.bytes(pid, 4));
            return known == null ? targets.wantsOtherProcesses() : known.u8(0) == 1;
        } catch (BpfException e) {
            return true;
        }
    }

    private boolean wantsGroup(long id) {
        if (!targets.narrowsGroups()) {
            return true;
        }
        Cgroup group = runtime.cgroups().find(id);
        return group == null ? targets.wantsOtherGroups() : targets.wants(group);
    }

    /** Decides no more; what the kernel was told goes with the runtime, whose users all go too. */
    @Override
    public void close() {
        while (!undo.isEmpty()) {
            undo.pop().run();
        }
    }
}
