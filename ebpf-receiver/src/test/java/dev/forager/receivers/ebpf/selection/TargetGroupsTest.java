// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.selection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.receivers.ebpf.cgroup.Cgroup;
import dev.forager.receivers.ebpf.sys.HeapMap;
import dev.forager.receivers.ebpf.sys.LittleEndian;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class TargetGroupsTest {
    private static final int SLOTS = 16;

    private final HeapMap all = new HeapMap(1, 1);
    private final HeapMap slots = new HeapMap(8, 1);
    private final TargetGroups groups =
            new TargetGroups(
                    all,
                    slots,
                    SLOTS,
                    group -> group.path().startsWith("/wanted"),
                    LoggerFactory.getLogger(TargetGroupsTest.class));

    private int decision(long id) {
        return Objects.requireNonNull(all.lookup(LittleEndian.bytes(id, 8))).u8(0);
    }

    private long slot(long index) {
        return Objects.requireNonNull(slots.lookup(LittleEndian.bytes(index, 4))).u64(0);
    }

    @Test
    void aGroup_isInTheTableAndInItsSlot() {
        groups.comes(Cgroup.of(5, "/wanted"));
        groups.comes(Cgroup.of(6, "/other"));
        assertThat(decision(5)).isEqualTo(1);
        assertThat(decision(6)).isZero();
        assertThat(slot(5)).isEqualTo(5 << 1 | 1);
        assertThat(slot(6)).isEqualTo(6 << 1);
    }

    /** The kernel sees by the number that the slot is another's, and asks the table. */
    @Test
    void twoGroupsOfOneSlot_areBothInTheTable() {
        groups.comes(Cgroup.of(5, "/wanted"));
        groups.comes(Cgroup.of(5 + SLOTS, "/other"));
        assertThat(decision(5)).isEqualTo(1);
        assertThat(decision(5 + SLOTS)).isZero();
        assertThat(slot(5)).isEqualTo((5 + SLOTS) << 1);
    }

    @Test
    void aGroupThatGoes_leavesTheTable() {
        groups.comes(Cgroup.of(5, "/wanted"));
        groups.goes(5);
        groups.goes(6);
        assertThat(all.size()).isZero();
    }

    /** Of version 1: its mark is the highest bit but one, and must not be lost in the slot. */
    @Test
    void aGroupOfVersion1_isNotTakenForOneOfVersion2() {
        long id = 1L << 62 | 5;
        groups.comes(Cgroup.of(id, "/wanted"));
        assertThat(slot(5) >>> 1).isEqualTo(id);
    }
}
