// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WakePolicyTest {
    private static final long START = 1_000;

    private final WakePolicy policy = new WakePolicy(START);

    private static long after(long millis) {
        return START + TimeUnit.MILLISECONDS.toNanos(millis);
    }

    @Test
    void aSecondWithNextToNothing_letsEachRecordWakeTheReader() {
        assertThat(policy.look(after(500), 4)).isFalse();
        assertThat(policy.look(after(1000), 0)).isTrue();
    }

    @Test
    void asManyAsTheTimerLooks_keepTheTimer() {
        assertThat(policy.look(after(1000), 5)).isFalse();
        assertThat(policy.look(after(2000), 5)).isFalse();
    }

    @Test
    void manyAtOnce_bringTheTimerBackBeforeTheSecondIsOver() {
        assertThat(policy.look(after(1000), 0)).isTrue();
        assertThat(policy.look(after(1001), 10)).isTrue();
        assertThat(policy.look(after(1002), 1)).isFalse();
        assertThat(policy.look(after(2000), 0)).isFalse();
        assertThat(policy.look(after(3000), 0)).isTrue();
    }

    @Test
    void someRecords_changeNothing() {
        assertThat(policy.look(after(1000), 0)).isTrue();
        assertThat(policy.look(after(2000), 7)).isTrue();
    }
}
