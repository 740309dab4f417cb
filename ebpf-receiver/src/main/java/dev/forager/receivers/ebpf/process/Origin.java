// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.process;

import java.util.List;

/**
 * Where an event comes from. Immutable.
 *
 * @param key the process
 * @param tid the thread
 * @param comm the thread's name, fit to be shown
 * @param uid the real user
 * @param cgroup id of the v2 control group
 * @param startNanos start of the process, in ns since boot
 * @param monotonicNs when it happened
 * @param ancestors the nearest first; at most four
 */
public record Origin(
        ProcessKey key,
        int tid,
        String comm,
        long uid,
        long cgroup,
        long startNanos,
        long monotonicNs,
        List<Ancestor> ancestors) {
    /** Copies the list. */
    public Origin {
        ancestors = List.copyOf(ancestors);
    }
}
