// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.runtime;

/**
 * What is observed. Programs in the kernel ask by themselves; this is for events that the kernel
 * tells of all processes. Thread-safe.
 */
@FunctionalInterface
public interface Target {
    /** The whole host. */
    Target ALL = (pid, cgroup) -> true;

    /**
     * Whether something is observed.
     *
     * @param pid the process; 0 for none
     * @param cgroup id of the control group; 0 where only the process is asked for
     */
    boolean wants(int pid, long cgroup);
}
