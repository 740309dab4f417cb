// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.probe;

import dev.forager.receivers.ebpf.sys.LibBpf;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A state of the host in which some probes do not work, or work another way. {@link #TABLE} has all
 * of them. Immutable.
 *
 * @param need what is then missing; null where nothing is, and it is only said
 * @param holds whether the host is in this state
 * @param effect what the user sees of it
 * @param message what is wrong
 * @param cure what to do
 */
public record Condition(
        @Nullable Need need,
        Predicate<HostFacts> holds,
        String effect,
        String message,
        String cure) {
    private static final String CONTAINERS = "in a container: securityContext.capabilities.add";

    private static final String RAW_HOOK = "using raw syscall hook (about 100 ns per syscall)";
    private static final String MOUNT_TRACEFS = "mount -t tracefs tracefs /sys/kernel/tracing";

    /** Every known condition, the most general first. */
    public static final List<Condition> TABLE =
            List.of(
                    new Condition(
                            Need.LIBBPF,
                            facts -> !facts.isLinux(),
                            "the receiver is off",
                            "this is not Linux",
                            "run it on Linux"),
                    new Condition(
                            Need.LIBBPF,
                            facts -> facts.isLinux() && facts.libbpfProblem() != null,
                            "the receiver is off",
                            "libbpf.so.1 not found",
                            LibBpf.CURE),
                    new Condition(
                            Need.KERNEL_BTF,
                            facts -> facts.isLinux() && !facts.hasBtf(),
                            "all programs are off",
                            "kernel lacks CONFIG_DEBUG_INFO_BTF",
                            "use a kernel with /sys/kernel/btf/vmlinux, or set runtime.btf"),
                    new Condition(
                            Need.KERNEL_READS,
                            facts -> facts.lockdown().equals("confidentiality"),
                            "all programs are off",
                            "lockdown=confidentiality forbids programs to read kernel memory",
                            "start the kernel with lockdown=integrity"),
                    new Condition(
                            Need.TRACING,
                            facts -> !facts.isCapable(HostFacts.CAP_BPF),
                            "all programs are off",
                            "capability CAP_BPF is missing",
                            "grant CAP_BPF (systemd: AmbientCapabilities=; "
                                    + CONTAINERS
                                    + ": [BPF])"),
                    new Condition(
                            Need.TRACING,
                            facts -> !facts.isCapable(HostFacts.CAP_PERFMON),
                            "all programs are off",
                            "capability CAP_PERFMON is missing",
                            "grant CAP_PERFMON (systemd: AmbientCapabilities=; "
                                    + CONTAINERS
                                    + ": [PERFMON])"),
                    new Condition(
                            Need.NETWORKING,
                            facts -> !facts.isCapable(HostFacts.CAP_NET_ADMIN),
                            "flows and DNS are off; TCP metrics stay",
                            "capability CAP_NET_ADMIN is missing",
                            "grant CAP_NET_ADMIN (systemd: AmbientCapabilities=; "
                                    + CONTAINERS
                                    + ": [NET_ADMIN])"),
                    new Condition(
                            Need.CGROUP2,
                            facts -> facts.cgroups().v2() == null,
                            "flows and DNS are off; TCP metrics stay",
                            "no cgroup v2 hierarchy is mounted",
                            "mount one, or set runtime.cgroup_root"),
                    new Condition(
                            null,
                            facts -> facts.cgroups().layout() == CgroupMount.Layout.HYBRID,
                            "flows come without container",
                            "cgroup v1 holds the controllers (hybrid)",
                            "boot with systemd.unified_cgroup_hierarchy=1"),
                    new Condition(
                            Need.TRACEFS,
                            facts -> !facts.hasTracefs() && facts.readsEverything(),
                            RAW_HOOK,
                            "tracefs is not mounted",
                            MOUNT_TRACEFS),
                    new Condition(
                            Need.TRACEFS,
                            facts -> !facts.hasTracefs() && !facts.readsEverything(),
                            RAW_HOOK,
                            "tracefs cannot be read",
                            "grant CAP_DAC_READ_SEARCH (systemd: AmbientCapabilities=; "
                                    + CONTAINERS
                                    + ": [DAC_READ_SEARCH]); where it is not mounted also "
                                    + MOUNT_TRACEFS),
                    new Condition(
                            Need.UPROBES,
                            facts -> !facts.hasUprobes(),
                            "TLS is off, cleartext stays",
                            "kernel lacks CONFIG_UPROBES",
                            "CAP_SYS_ADMIN or kernel >= 6.6"),
                    new Condition(
                            Need.PERF_EVENTS,
                            facts ->
                                    facts.perfEventParanoid() > 2
                                            && !facts.isCapable(HostFacts.CAP_PERFMON),
                            "profiling is off",
                            "sysctl kernel.perf_event_paranoid is above 2",
                            "grant CAP_PERFMON, or sysctl kernel.perf_event_paranoid=2"),
                    new Condition(
                            null,
                            facts -> facts.isLinux() && !facts.hasHardwareCounters(),
                            "samples are taken by the software clock",
                            "no hardware performance counters",
                            "nothing: virtual machines often have none"));

    /** The conditions that hold here. */
    public static List<Condition> of(HostFacts facts) {
        List<Condition> found = new ArrayList<>();
        for (Condition each : TABLE) {
            if (each.holds.test(facts)) {
                found.add(each);
            }
        }
        return found;
    }
}
