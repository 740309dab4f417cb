// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.emit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.pdata.ExponentialDistribution;
import dev.forager.pdata.ExponentialHistogramDataPoint;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DurationHistogramTest {
    /** OTLP's index of slot 1. */
    private static final int OFFSET = -121;

    /** The unit is a little less than 1 ns: so close to a bound, either bucket will do. */
    private static void isBucketOfOtlp(long nanos) {
        int found = DurationHistogram.slot(nanos) + OFFSET;
        int exact = (int) ExponentialDistribution.indexOf(nanos * 1e-9, 2);
        if (found != exact) {
            double bound = 1e9 * ExponentialDistribution.upperBound(Math.min(found, exact), 2);
            assertThat(Math.abs(found - exact)).as("%d ns", nanos).isOne();
            assertThat(Math.abs(nanos - bound)).as("%d ns", nanos).isLessThan(1 + nanos * 1e-7);
        }
    }

    @Test
    void slot_isTheBucketOfOtlp() {
        var random = new Random(3);
        for (int i = 0; i < 300_000; i++) {
            isBucketOfOtlp((long) Math.pow(2, 4 + 39.5 * random.nextDouble()));
        }
        for (long nanos = 10; nanos < 20_000; nanos++) {
            isBucketOfOtlp(nanos);
        }
    }

    @Test
    void slot_neverLeavesTheGrid() {
        assertThat(DurationHistogram.slot(0)).isZero();
        assertThat(DurationHistogram.slot(1)).isZero();
        assertThat(DurationHistogram.slot(2)).isEqualTo(4);
        assertThat(DurationHistogram.slot(16_000_000_000_000L)).isEqualTo(175);
        assertThat(DurationHistogram.slot(Long.MAX_VALUE)).isEqualTo(175);
        int before = 0;
        for (long nanos = 1; nanos < 1L << 44; nanos += 1 + nanos / 50) {
            int slot = DurationHistogram.slot(nanos);
            assertThat(slot).isGreaterThanOrEqualTo(before);
            before = slot;
        }
    }

    @Test
    void writeTo_leavesOutEmptyEndsAndCountsZero() {
        var histogram = new DurationHistogram();
        histogram.add(1_000_000, 5);
        histogram.add(1_000_000, 6);
        histogram.add(2_000_000, 7);
        histogram.add(-3, 8);
        var point = new ExponentialHistogramDataPoint();
        histogram.writeTo(point);
        assertThat(point.scale()).isEqualTo(2);
        assertThat(point.count()).isEqualTo(4);
        assertThat(point.zeroCount()).isEqualTo(1);
        assertThat(point.sum()).isEqualTo(0.004);
        assertThat(point.positive().offset())
                .isEqualTo((int) ExponentialDistribution.indexOf(0.001, 2));
        assertThat(point.positive().bucketCounts().toArray()).containsExactly(2, 0, 0, 0, 1);
        assertThat(histogram.firstNs()).isEqualTo(5);
    }

    @Test
    void add_joinsAndKeepsTheEarlierStart() {
        var one = new DurationHistogram();
        one.add(1_000, 50);
        var other = new DurationHistogram();
        other.add(1_000_000_000, 20);
        one.add(other);
        assertThat(one.count()).isEqualTo(2);
        assertThat(one.firstNs()).isEqualTo(20);
        one.add(new DurationHistogram());
        assertThat(one.firstNs()).isEqualTo(20);
    }
}
