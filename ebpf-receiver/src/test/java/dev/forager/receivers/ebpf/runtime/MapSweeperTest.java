// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.receivers.ebpf.sys.BpfException;
import dev.forager.receivers.ebpf.sys.HeapMap;
import dev.forager.receivers.ebpf.sys.LittleEndian;
import org.junit.jupiter.api.Test;

/** Values of two CPUs, each the time of the last change. */
class MapSweeperTest {
    private static final int CAPACITY = 8;
    private static final long NOW = 10 * MapSweeper.IDLE.toNanos();

    private final HeapMap map = new HeapMap(8, 2);
    private final MapSweeper sweeper = new MapSweeper(map, 0, CAPACITY);

    private void entry(int key, long oneCpu, long otherCpu) {
        var value = new byte[16];
        System.arraycopy(LittleEndian.bytes(oneCpu, 8), 0, value, 0, 8);
        System.arraycopy(LittleEndian.bytes(otherCpu, 8), 0, value, 8, 8);
        map.put(LittleEndian.bytes(key, 4), value);
    }

    private int sweep() throws BpfException {
        map.forEach((key, value) -> sweeper.see(key, value, NOW));
        return sweeper.sweep();
    }

    @Test
    void whatIsIdle_staysWhileThereIsRoom() throws BpfException {
        for (int i = 0; i < 5; i++) {
            entry(i, 1, 0);
        }
        assertThat(sweep()).isZero();
        assertThat(map.size()).isEqualTo(5);
    }

    @Test
    void whatIsIdle_goesWhenThreeQuartersAreFull() throws BpfException {
        for (int i = 0; i < 5; i++) {
            entry(i, 1, 0);
        }
        entry(5, 0, NOW - 1);
        assertThat(sweep()).isEqualTo(5);
        assertThat(map.size()).isEqualTo(1);
        // The next pass begins anew.
        assertThat(sweep()).isZero();
    }

    @Test
    void oneCpu_isEnoughToBeInUse() throws BpfException {
        for (int i = 0; i < CAPACITY; i++) {
            entry(i, i % 2 == 0 ? NOW : 1, 1);
        }
        assertThat(sweep()).isEqualTo(CAPACITY / 2);
    }

    @Test
    void theBound_isNotIdleYet() throws BpfException {
        for (int i = 0; i < CAPACITY; i++) {
            entry(i, NOW - MapSweeper.IDLE.toNanos(), 0);
        }
        assertThat(sweep()).isZero();
    }
}
