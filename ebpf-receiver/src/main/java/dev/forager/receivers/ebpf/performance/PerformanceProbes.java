// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.performance;

import dev.forager.receivers.ebpf.probe.Hook;
import dev.forager.receivers.ebpf.probe.Need;
import dev.forager.receivers.ebpf.probe.Probe;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The probes of this scenario; kinds as in {@code perf.bpf.c} and {@code calls.bpf.c}. */
final class PerformanceProbes {
    private static final Set<Need> TRACING =
            EnumSet.of(Need.LIBBPF, Need.KERNEL_BTF, Need.KERNEL_READS, Need.TRACING);

    static final Probe RUN_QUEUE = of("run_queue", 32, "fg_woken", "fg_woken_new", "fg_switch");
    static final Probe SWITCHES = of("context_switches", 33, "fg_switch");
    static final Probe BLOCK_IO =
            of("block_io", 34, "fg_block_queue", "fg_block_issue", "fg_block_done");
    static final Probe PAGE_FAULTS = of("page_faults", 35, "fg_fault_user", "fg_fault_kernel");
    static final Probe SYSCALLS = of("syscalls", 36, "fg_call_exit", "fg_call_enter");
    static final Probe LOCKS = of("lock_contention", 37, "fg_lock_begin", "fg_lock_end");
    static final Probe SOFTIRQ = of("softirq", 38, "fg_softirq_in", "fg_softirq_out");

    private PerformanceProbes() {}

    private static Probe of(String name, int kind, String... programs) {
        Hook[] hooks = new Hook[programs.length];
        for (int i = 0; i < hooks.length; i++) {
            hooks[i] = Hook.section(programs[i]);
        }
        return Probe.of("performance." + name, kind, TRACING, hooks);
    }

    /** Those of the object {@code perf} that a configuration asks for. */
    static List<Probe> of(PerformanceConfig config) {
        List<Probe> wanted = new ArrayList<>();
        if (config.runQueue()) {
            wanted.add(RUN_QUEUE);
        }
        if (config.contextSwitches()) {
            wanted.add(SWITCHES);
        }
        if (config.blockIo()) {
            wanted.add(BLOCK_IO);
        }
        if (config.pageFaults()) {
            wanted.add(PAGE_FAULTS);
        }
        if (config.lockContention()) {
            wanted.add(LOCKS);
        }
        if (config.softirq()) {
            wanted.add(SOFTIRQ);
        }
        return wanted;
    }
}
