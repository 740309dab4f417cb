// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class KernelClockTest {
    private long wallNanos = 9_000_000_000L;
    private long monotonicNs = 5_000_000_000L;
    private final KernelClock clock =
            new KernelClock(() -> Instant.ofEpochSecond(0, wallNanos), () -> monotonicNs);

    @Test
    void aTime_staysTheSameWhileTheClocksAgree() {
        long first = clock.unixNanos(1_000_000_000L);
        assertThat(first).isEqualTo(5_000_000_000L);
        wallNanos += 10_000_001_234L;
        monotonicNs += 10_000_000_000L;
        assertThat(clock.unixNanos(1_000_000_000L)).isEqualTo(first);
        assertThat(clock.unixNanos()).isEqualTo(first + 14_000_000_000L);
    }

    @Test
    void aCorrectedWallClock_isFollowed() {
        long first = clock.unixNanos(1_000_000_000L);
        wallNanos -= 3_000_000_000L;
        assertThat(clock.unixNanos(1_000_000_000L)).isEqualTo(first - 3_000_000_000L);
    }

    @Test
    void anInterruptedLook_doesNotCount() {
        var looks = new AtomicInteger();
        var interrupted =
                new KernelClock(
                        () -> Instant.ofEpochSecond(0, wallNanos),
                        () ->
                                looks.incrementAndGet() == 2
                                        ? monotonicNs + 40_000_000
                                        : monotonicNs);
        assertThat(interrupted.unixNanos(1_000_000_000L)).isEqualTo(5_000_000_000L);
    }

    @Test
    void timeSinceBoot_isMonotonicTime_whereTheHostNeverSlept() {
        // proc/uptime has hundredths of a second only.
        var coarse =
                new KernelClock(
                        () -> Instant.ofEpochSecond(0, wallNanos),
                        () -> monotonicNs,
                        () -> monotonicNs + 9_000_000);
        assertThat(coarse.unixNanosSinceBoot(1_000_000_000L))
                .isEqualTo(coarse.unixNanos(1_000_000_000L));
    }

    @Test
    void whileTheHostSleeps_timeSinceBootGoesOn() {
        long sleptNs = 60_000_000_000L;
        var woken =
                new KernelClock(
                        () -> Instant.ofEpochSecond(0, wallNanos),
                        () -> monotonicNs,
                        () -> monotonicNs + sleptNs);
        assertThat(woken.unixNanosSinceBoot(sleptNs + 1_000_000_000L))
                .isEqualTo(woken.unixNanos(1_000_000_000L));
    }
}
