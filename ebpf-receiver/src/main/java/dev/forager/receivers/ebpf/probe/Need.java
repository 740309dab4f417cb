// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.probe;

/** Something of the host that a probe cannot do without. */
public enum Need {
    /** libbpf, on Linux. */
    LIBBPF,
    /** The kernel's type information, which programs are fitted to. */
    KERNEL_BTF,
    /** Reading kernel memory, which lockdown=confidentiality forbids. */
    KERNEL_READS,
    /** CAP_BPF and CAP_PERFMON: loading programs and attaching them to tracepoints. */
    TRACING,
    /** CAP_NET_ADMIN: attaching to cgroups and interfaces. */
    NETWORKING,
    /** A mounted cgroup v2 hierarchy. */
    CGROUP2,
    /** tracefs, readable: classic tracepoint programs. */
    TRACEFS,
    /** Probes in user programs and libraries. */
    UPROBES,
    /** Sampling by perf events. */
    PERF_EVENTS
}
