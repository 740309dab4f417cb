// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.probe;

import java.util.Locale;

/** Something of the host that a probe cannot do without. */
public enum Need {
    /** libbpf, on Linux. */
    LIBBPF("libbpf"),
    /** The kernel's type information, which programs are fitted to. */
    KERNEL_BTF("kernel BTF"),
    /** Reading kernel memory, which lockdown=confidentiality forbids. */
    KERNEL_READS("no lockdown=confidentiality"),
    /** CAP_BPF and CAP_PERFMON: loading programs and attaching them to tracepoints. */
    TRACING("CAP_BPF and CAP_PERFMON"),
    /** CAP_NET_ADMIN: attaching to cgroups and interfaces. */
    NETWORKING("CAP_NET_ADMIN"),
    /** A mounted cgroup v2 hierarchy. */
    CGROUP2("cgroup v2"),
    /** tracefs, readable: classic tracepoint programs. */
    TRACEFS("tracefs"),
    /** Probes in user programs and libraries. */
    UPROBES("uprobes"),
    /** Sampling by perf events. */
    PERF_EVENTS("perf events");

    /** For the attribute {@code error.type} of what does not work for want of it. */
    String errorType() {
        return "no_" + name().toLowerCase(Locale.ROOT);
    }

    private final String text;

    Need(String text) {
        this.text = text;
    }

    /** For people. */
    public String text() {
        return text;
    }
}
