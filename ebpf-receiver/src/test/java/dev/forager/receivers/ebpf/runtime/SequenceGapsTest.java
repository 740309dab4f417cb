// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What numbers of events say of those that did not come. */
class SequenceGapsTest {
    private final SequenceGaps gaps = new SequenceGaps();

    private long missedAfter(int cpu, long... sequences) {
        for (long each : sequences) {
            gaps.see(cpu, each);
        }
        return gaps.missed();
    }

    @Test
    void numbersInOrder_missNothing_alsoWhereTheyBeginAnew() {
        assertThat(missedAfter(0, 0, 1, 2)).isZero();
        assertThat(missedAfter(1, 0)).isZero();
        assertThat(missedAfter(2, 0x7fff_fffeL, 0xffff_fffcL)).isEqualTo(0xffff_fffbL);
        assertThat(missedAfter(2, 0xffff_fffdL, 0xffff_fffeL, 0xffff_ffffL, 0, 1))
                .isEqualTo(0xffff_fffbL);
    }

    @Test
    void gaps_areCounted_alsoBeforeTheFirstThatComes() {
        assertThat(missedAfter(0, 3)).isEqualTo(3);
        assertThat(missedAfter(1, 0, 5)).isEqualTo(7);
    }

    @Test
    void eventOfAnInterrupt_thatCameInBetween_isNoGap() {
        assertThat(missedAfter(0, 0, 2, 1, 3)).isZero();
        assertThat(missedAfter(1, 1, 0, 2)).isZero();
        assertThat(missedAfter(2, 0, 3, 2, 1, 4)).isZero();
    }

    @Test
    void aCpuThatNoKernelHas_isIgnored() {
        assertThat(missedAfter(-1, 9)).isZero();
        assertThat(missedAfter(1 << 20, 9)).isZero();
    }
}
