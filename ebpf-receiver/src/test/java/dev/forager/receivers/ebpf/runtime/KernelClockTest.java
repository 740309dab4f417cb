// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
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
        assertThat(clock.unixNanos()).isEqualTo(wallNanos);
    }

    @Test
    void aCorrectedWallClock_isFollowed() {
        long first = clock.unixNanos(1_000_000_000L);
        wallNanos -= 3_000_000_000L;
        assertThat(clock.unixNanos(1_000_000_000L)).isEqualTo(first - 3_000_000_000L);
    }
}
