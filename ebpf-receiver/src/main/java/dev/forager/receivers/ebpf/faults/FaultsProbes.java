// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.faults;

import dev.forager.receivers.ebpf.probe.Hook;
import dev.forager.receivers.ebpf.probe.Need;
import dev.forager.receivers.ebpf.probe.Probe;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The probes of this scenario; kinds as in {@code faults.bpf.c}. */
final class FaultsProbes {
    static final String BLOCKED_TASKS = "fg_blocked";

    private static final Set<Need> TRACING =
            EnumSet.of(Need.LIBBPF, Need.KERNEL_BTF, Need.KERNEL_READS, Need.TRACING);
    private static final Hook CONNECTING = Hook.section("fg_connecting");

    static final Probe CRASH = Probe.of("faults.crash", 96, TRACING, Hook.section("fg_exit"));
    static final Probe OOM = Probe.of("faults.oom_kill", 97, TRACING, Hook.section("fg_oom"));
    static final Probe BLOCKED =
            Probe.of("faults.blocked", 98, TRACING, Hook.iterator(BLOCKED_TASKS));
    static final Probe IO =
            Probe.of(
                    "faults.io",
                    99,
                    TRACING,
                    Hook.section("fg_io_issue"),
                    Hook.section("fg_io_done"));
    static final Probe CONNECT = Probe.of("faults.connect_failed", 100, TRACING, CONNECTING);
    static final Probe RESET =
            Probe.of("faults.connection_reset", 101, TRACING, CONNECTING, Hook.section("fg_reset"));
    static final Probe ERRNO =
            Probe.of("faults.errno_burst", 102, TRACING, Hook.section("fg_errno"));

    private FaultsProbes() {}

    /** Those that a configuration asks for. */
    static List<Probe> of(FaultsConfig config) {
        List<Probe> wanted = new ArrayList<>();
        add(wanted, CRASH, config.crash());
        add(wanted, OOM, config.oom());
        add(wanted, BLOCKED, !config.blockedOver().isZero());
        add(wanted, IO, config.io());
        add(wanted, CONNECT, config.connectFailures());
        add(wanted, RESET, config.resets());
        add(wanted, ERRNO, config.errnoBurst() != null);
        return wanted;
    }

    private static void add(List<Probe> to, Probe probe, boolean isWanted) {
        if (isWanted) {
            to.add(probe);
        }
    }
}
