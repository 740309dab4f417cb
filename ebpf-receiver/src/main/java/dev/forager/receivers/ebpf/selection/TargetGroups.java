// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.selection;

import dev.forager.receivers.ebpf.cgroup.Cgroup;
import dev.forager.receivers.ebpf.cgroup.CgroupTable;
import dev.forager.receivers.ebpf.sys.BpfException;
import dev.forager.receivers.ebpf.sys.KernelMap;
import dev.forager.receivers.ebpf.sys.LittleEndian;
import java.util.function.Predicate;
import org.slf4j.Logger;

/**
 * What the kernel is told of control groups: a table of all, and in front of it an array of slots,
 * in each of which is the group told last of those with the same low bits of their id, as {@code id
 * << 1 | wanted}. Thread-safe.
 */
final class TargetGroups implements CgroupTable.Listener {
    private final KernelMap all;
    private final KernelMap slots;
    private final long slotMask;
    private final Predicate<Cgroup> isWanted;
    private final Logger logger;

    /**
     * Groups.
     *
     * @param slotCount a power of two
     */
    TargetGroups(
            KernelMap all,
            KernelMap slots,
            long slotCount,
            Predicate<Cgroup> isWanted,
            Logger logger) {
        this.all = all;
        this.slots = slots;
        slotMask = slotCount - 1;
        this.isWanted = isWanted;
        this.logger = logger;
    }

    /** The table first: where the slot has another group, the kernel asks it. */
    @Override
    public void comes(Cgroup group) {
        long id = group.id();
        int wanted = isWanted.test(group) ? 1 : 0;
        try {
            all.put(LittleEndian.bytes(id, 8), LittleEndian.bytes(wanted, 1));
            slots.put(
                    LittleEndian.bytes(id & slotMask, 4), LittleEndian.bytes(id << 1 | wanted, 8));
        } catch (BpfException e) {
            logger.warn("The target could not be narrowed: {}", e.getMessage());
        }
    }

    /** Its slot may stay: a group that gets its number is told anew. */
    @Override
    public void goes(long id) {
        try {
            boolean _ = all.remove(LittleEndian.bytes(id, 8));
        } catch (BpfException e) {
            logger.warn("A group that has gone stays in the target: {}", e.getMessage());
        }
    }
}
