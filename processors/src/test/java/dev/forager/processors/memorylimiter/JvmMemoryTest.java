// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

package dev.forager.processors.memorylimiter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.pipeline.MemoryBudget;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class JvmMemoryTest {
    private static final int MIB = 1024 * 1024;

    @Test
    void heldArrays_countAndReleasedOnesDoNot() {
        var memory = new JvmMemory(MemoryBudget.unlimited());
        memory.collect();
        long before = memory.usedBytes();
        List<byte[]> held = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            held.add(new byte[MIB]);
        }
        memory.collect();
        long during = memory.usedBytes();
        assertThat(held).hasSize(64);
        held.clear();
        memory.collect();
        assertThat(during - before).isBetween(60L * MIB, 80L * MIB);
        assertThat(memory.usedBytes() - before).isLessThan(16L * MIB);
    }

    /** Short-lived objects fill a heap without being pressure. */
    @Test
    void youngGarbage_doesNotCount() {
        var memory = new JvmMemory(MemoryBudget.unlimited());
        memory.collect();
        long before = memory.usedBytes();
        long sum = 0;
        for (int i = 0; i < 32 * 1024; i++) {
            sum += new byte[1024].length;
        }
        assertThat(sum).isEqualTo(32L * MIB);
        assertThat(memory.usedBytes() - before).isLessThan(16L * MIB);
    }

    @Test
    void telemetryTakenInSinceTheLastCollection_countsAtOnce() {
        var budget = MemoryBudget.unlimited();
        var memory = new JvmMemory(budget);
        memory.collect();
        long before = memory.usedBytes();
        var reservation = budget.reserve(500L * MIB);
        long during = memory.usedBytes();
        assertThat(reservation).isNotNull();
        assertThat(during - before).isGreaterThan(450L * MIB);
    }

    @Test
    void machine_hasMemory() {
        assertThat(JvmMemory.totalBytes()).isGreaterThan(JvmMemory.maxHeapBytes() / 8);
    }
}
