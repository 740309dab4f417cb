// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.connectors.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.forager.pdata.AggregationTemporality;
import dev.forager.pdata.ExponentialDistribution;
import dev.forager.pdata.ExponentialHistogram;
import dev.forager.pdata.ExponentialHistogramDataPoint;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExponentialCountsTest {
    /** Every value is in the bucket that the scale gives it, and no fewer buckets would do. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void randomValues_areInTheirBuckets(long seed) {
        var random = new SplittableRandom(seed);
        int most = 2 + random.nextInt(40);
        var counts = new ExponentialCounts(most);
        double[] values = new double[500];
        for (int i = 0; i < values.length; i++) {
            values[i] = value(random);
            counts.record(values[i], 1 + i % 3);
        }
        var point = point(counts);
        int scale = point.scale();
        long low = Long.MAX_VALUE;
        long high = Long.MIN_VALUE;
        long[] wanted = new long[point.positive().bucketCounts().size()];
        for (int i = 0; i < values.length; i++) {
            if (values[i] > 0) {
                long index = ExponentialDistribution.indexOf(values[i], scale);
                low = Math.min(low, index);
                high = Math.max(high, index);
                wanted[(int) (index - point.positive().offset())] += 1 + i % 3;
            }
        }
        assertThat(point.positive().bucketCounts().toArray()).isEqualTo(wanted);
        assertThat(point.positive().offset()).isEqualTo((int) low);
        assertThat(high - low).isLessThan(most);
    }

    private static double value(SplittableRandom random) {
        return switch (random.nextInt(10)) {
            case 0 -> 0;
            case 1 -> -random.nextDouble(1, 3);
            case 2 -> Math.scalb(1.0, random.nextInt(-20, 20));
            default -> Math.exp(random.nextDouble(-3, 6));
        };
    }

    @Test
    void valuesFarApart_lowerTheScale() {
        var counts = new ExponentialCounts(2);
        counts.record(Double.MIN_VALUE, 1);
        counts.record(Double.MAX_VALUE, 1);
        var point = point(counts);
        assertThat(point.scale()).isEqualTo(-11);
        assertThat(point.positive().bucketCounts().toArray()).containsExactly(1, 1);
    }

    @Test
    void zerosOnly_haveScaleZero() {
        var counts = new ExponentialCounts(10);
        counts.record(0, 3);
        var point = point(counts);
        assertThat(point.scale()).isZero();
        assertThat(point.zeroCount()).isEqualTo(3);
        assertThat(point.count()).isEqualTo(3);
        assertThat(point.hasPositive()).isFalse();
    }

    @Test
    void numbersThatAreNone_areLeftOut() {
        var counts = new ExponentialCounts(10);
        counts.record(Double.NaN, 1);
        counts.record(Double.POSITIVE_INFINITY, 1);
        assertThat(counts.count()).isZero();
        assertThat(point(counts).hasMin()).isFalse();
    }

    @Test
    void bothSigns_shareTheScale() {
        var counts = new ExponentialCounts(4);
        counts.record(1, 1);
        counts.record(-1, 1);
        counts.record(-16, 1);
        var point = point(counts);
        assertThat(point.min()).isEqualTo(-16);
        assertThat(point.max()).isEqualTo(1);
        assertThat(point.sum()).isEqualTo(-16);
        assertThat(point.negative().bucketCounts().size()).isLessThanOrEqualTo(4);
        assertThat(point.positive().offset())
                .isEqualTo((int) ExponentialDistribution.indexOf(1, point.scale()));
    }

    @Test
    void oneBucket_isTooFew() {
        assertThatThrownBy(() -> new ExponentialCounts(1))
                .hasMessage("maxBuckets: 1 (expected: at least 2)");
    }

    private static ExponentialHistogramDataPoint point(ExponentialCounts counts) {
        var data = (ExponentialHistogram) counts.newData(AggregationTemporality.CUMULATIVE);
        counts.addPoint(data);
        return data.dataPoints().getFirst();
    }
}
