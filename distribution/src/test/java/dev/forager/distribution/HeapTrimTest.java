// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HeapTrimTest {
    private static final long START = 150L << 20;

    private final TestHeap heap = new TestHeap();
    private final HeapTrim trim = new HeapTrim(heap);

    @Test
    void aHeapThatGrewIsCollected_oneThatDidNotIsNot() {
        heap.total = START + HeapTrim.STEP;
        trim.look();
        assertThat(heap.collections).isZero();

        heap.total++;
        trim.look();
        assertThat(heap.collections).isOne();
    }

    @Test
    void whatLivesIsNoReasonToCollectAgain() {
        heap.lives = 10 * HeapTrim.STEP;
        heap.total = START + 11 * HeapTrim.STEP;
        trim.look();
        long settled = heap.total;

        heap.total = settled + heap.lives;
        trim.look();
        assertThat(heap.collections).isOne();

        heap.total++;
        trim.look();
        assertThat(heap.collections).isEqualTo(2);
    }

    /** Returns all but what lives and a start. */
    private static final class TestHeap implements HeapTrim.Heap {
        private long total = START;
        private long lives;
        private int collections;

        @Override
        public long total() {
            return total;
        }

        @Override
        public long free() {
            return total - lives;
        }

        @Override
        public void collect() {
            collections++;
            total = START + lives;
        }
    }
}
