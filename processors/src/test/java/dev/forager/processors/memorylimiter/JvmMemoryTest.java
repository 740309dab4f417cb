// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.memorylimiter;

import static dev.forager.testkit.ConfigAssertions.assertThatConfig;
import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.pipeline.MemoryBudget;
import dev.forager.testkit.TestClock;
import dev.forager.testkit.TestSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

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

    /** The whole of it on this JVM's own heap: full, refused, collected, taken again. */
    @Test
    void limiterOnARealHeap_refusesAndRecovers() {
        var clock = new TestClock();
        var settings = new TestSettings(clock);
        var memory = new JvmMemory(MemoryBudget.unlimited());
        memory.collect();
        long limit = memory.usedBytes() + 64L * MIB;
        var config =
                assertThatConfig(
                                new MemoryLimiterProcessorFactory(),
                                "{check_interval: 1s, limit_mib: 1}")
                        .binds();
        var limiter =
                new MemoryLimiter(
                        config,
                        new MemoryLimits(limit, 16L * MIB),
                        memory,
                        clock::nanoTime,
                        settings.log().logger());
        List<byte[]> held = new ArrayList<>();
        for (int i = 0; i < 96; i++) {
            held.add(new byte[MIB]);
        }
        memory.collect();
        clock.advance(Duration.ofSeconds(1));
        limiter.check();
        assertThat(limiter.mustRefuse()).isTrue();
        assertThat(held).hasSize(96);
        held.clear();
        clock.advance(Duration.ofMinutes(1));
        limiter.check();
        assertThat(limiter.mustRefuse()).isFalse();
        assertThat(settings.log().messages())
                .contains("Memory usage is above soft limit. Refusing data.");
    }

    @Test
    void machine_hasMemory() {
        assertThat(JvmMemory.totalBytes()).isGreaterThan(JvmMemory.maxHeapBytes() / 8);
    }
}
