// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.security;

import dev.forager.receivers.ebpf.probe.Hook;
import dev.forager.receivers.ebpf.probe.Need;
import dev.forager.receivers.ebpf.probe.Probe;
import dev.forager.receivers.ebpf.process.ExecWatch;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The probes of this scenario; kinds and programs as in {@code sec.bpf.c}. */
final class SecurityProbes {
    private static final Set<Need> TRACING =
            EnumSet.of(Need.LIBBPF, Need.KERNEL_BTF, Need.KERNEL_READS, Need.TRACING);

    /** Sees all system calls where there is no tracefs to find the tracepoint of each. */
    static final Hook ALL_CALLS = Hook.section("fg_calls");

    private static final Hook CLONE = Hook.section("fg_clone");

    static final Probe PRIVILEGE =
            calls(
                    "privilege_change",
                    49,
                    List.of("setuid", "setreuid", "setresuid", "setgid", "setregid", "setresgid"));
    static final Probe PTRACE = calls("ptrace", 50, List.of("ptrace", "process_vm_writev"));

    /** A kernel without modules has no such tracepoint, and nothing to see. */
    static final Probe MODULE =
            new Probe(
                    "security.kernel_module",
                    51,
                    TRACING,
                    List.of(
                            List.of(Hook.tracepoint("fg_module", "module/module_load")),
                            List.of()));

    static final Probe BPF = calls("bpf_load", 52, List.of("bpf"));

    /** The newer way to mount came with Linux 5.2. */
    static final Probe MOUNT =
            calls(
                    "mount",
                    53,
                    List.of("mount", "move_mount", "pivot_root"),
                    List.of("mount", "pivot_root"));

    /** New namespaces of clone and clone3 are seen where tasks are made. */
    static final Probe NAMESPACE =
            new Probe(
                    "security.namespace",
                    54,
                    TRACING,
                    List.of(
                            List.of(CLONE, call("unshare"), call("setns")),
                            List.of(CLONE, ALL_CALLS)));

    /** Arm has no open of old. */
    static final Probe FILES =
            calls(
                    "sensitive_file",
                    55,
                    List.of("openat", "openat2", "open"),
                    List.of("openat", "openat2"),
                    List.of("openat"));

    static final Probe CONNECT =
            Probe.of("security.outbound_connect", 56, TRACING, Hook.section("fg_connect"));

    private static final List<Probe> ALL =
            List.of(PRIVILEGE, PTRACE, MODULE, BPF, MOUNT, NAMESPACE, FILES, CONNECT);

    private SecurityProbes() {}

    /** One program for the tracepoints of all of them. */
    private static Hook call(String name) {
        return Hook.tracepoint("fg_call", "syscalls/sys_enter_" + name);
    }

    /** Each way by tracepoints of calls, and the way without them. */
    @SafeVarargs
    private static Probe calls(String what, int kind, List<String>... ways) {
        List<List<Hook>> hooks = new ArrayList<>();
        for (List<String> way : ways) {
            hooks.add(way.stream().map(SecurityProbes::call).toList());
        }
        hooks.add(List.of(ALL_CALLS));
        return new Probe("security." + what, kind, TRACING, hooks);
    }

    /**
     * The probe with the ways that fit: both at once would tell everything twice.
     *
     * @param hasTracefs whether tracepoints of calls can be found
     */
    static Probe fitting(Probe probe, boolean hasTracefs) {
        List<List<Hook>> ways =
                probe.ways().stream().filter(way -> way.contains(ALL_CALLS) != hasTracefs).toList();
        boolean isOfCalls = probe.ways().stream().anyMatch(way -> way.contains(ALL_CALLS));
        return isOfCalls ? new Probe(probe.id(), probe.kind(), probe.needs(), ways) : probe;
    }

    /**
     * Programs that no fitting way needs.
     *
     * @param hasTracefs as in {@link #fitting}
     */
    static Set<String> unfit(boolean hasTracefs) {
        Set<String> programs = new HashSet<>();
        ALL.forEach(each -> programs.addAll(programs(each)));
        ALL.forEach(each -> programs.removeAll(programs(fitting(each, hasTracefs))));
        return programs;
    }

    private static Set<String> programs(Probe probe) {
        return probe.ways().stream()
                .flatMap(List::stream)
                .map(Hook::program)
                .collect(Collectors.toSet());
    }

    /** Those of the object of this scenario that a configuration asks for. */
    static List<Probe> own(SecurityConfig config) {
        List<Probe> wanted = new ArrayList<>();
        if (config.systemCalls()) {
            wanted.addAll(List.of(PRIVILEGE, PTRACE, MODULE, BPF, MOUNT, NAMESPACE));
            if (!config.files().isEmpty()) {
                wanted.add(FILES);
            }
        }
        if (config.connect() != SecurityConfig.Connect.NONE) {
            wanted.add(CONNECT);
        }
        return wanted;
    }

    /** All that a configuration asks for. */
    static List<Probe> of(SecurityConfig config) {
        List<Probe> wanted = new ArrayList<>();
        wanted.add(ExecWatch.EXEC);
        wanted.addAll(own(config));
        return wanted;
    }
}
