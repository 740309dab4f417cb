// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class ExponentialDistributionTest {
    private static final ExponentialBuckets NONE = ExponentialBuckets.EMPTY;

    @Test
    void buckets_leaveOutEmptyEnds() {
        assertThat(ExponentialBuckets.of(-3, 0, 0, 1, 0, 2, 0))
                .isEqualTo(ExponentialBuckets.of(-1, 1, 0, 2));
        assertThat(ExponentialBuckets.of(7, 0, 0)).isEqualTo(NONE);
        assertThat(NONE.isEmpty()).isTrue();
    }

    @Test
    void downscaled_joinsNeighboursAlsoBelowZero() {
        assertThat(ExponentialBuckets.of(-3, 1, 2, 3, 4, 5, 6).downscaled(1))
                .isEqualTo(ExponentialBuckets.of(-2, 1, 5, 9, 6));
        assertThat(ExponentialBuckets.of(-3, 1, 2, 3, 4).downscaled(40))
                .isEqualTo(ExponentialBuckets.of(-1, 6, 4));
    }

    @Test
    void minus_refusesBucketsThatWentDown() {
        var later = ExponentialBuckets.of(2, 3, 0, 4);
        assertThat(later.minus(ExponentialBuckets.of(2, 1, 0, 4)))
                .isEqualTo(ExponentialBuckets.of(2, 2));
        assertThat(later.minus(NONE)).isEqualTo(later);
        assertThat(later.minus(later)).isEqualTo(NONE);
        assertThat(later.minus(ExponentialBuckets.of(3, 1))).isNull();
        assertThat(later.minus(ExponentialBuckets.of(1, 1))).isNull();
        assertThat(later.minus(ExponentialBuckets.of(4, 5))).isNull();
        assertThat(NONE.minus(later)).isNull();
    }

    /** An unsigned 2^64 - 1 is more than 1. */
    @Test
    void counts_areUnsigned() {
        assertThat(ExponentialBuckets.of(0, -1).minus(ExponentialBuckets.of(0, 1)))
                .isEqualTo(ExponentialBuckets.of(0, -2));
        assertThat(ExponentialBuckets.of(0, 1).minus(ExponentialBuckets.of(0, -1))).isNull();
    }

    /** Offsets at both ends of what fits on the wire: the scale falls until they meet. */
    @Test
    void plus_ofHostileOffsets_staysSmall() {
        var low = distribution(5, ExponentialBuckets.of(Integer.MIN_VALUE, 1));
        var high = distribution(5, ExponentialBuckets.of(Integer.MAX_VALUE, 1, 1, 1));
        ExponentialDistribution sum = low.plus(high, 160);
        assertThat(sum.positive().size()).isLessThanOrEqualTo(160);
        assertThat(sum.positive().total()).isEqualTo(4);
        var point = new ExponentialHistogramDataPoint();
        high.writeTo(point);
        assertThat(point.positive().offset()).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void plus_ofHostileScales_endsAtOnce() {
        var low = distribution(Integer.MIN_VALUE, ExponentialBuckets.of(-1, 1, 2));
        var high = distribution(Integer.MAX_VALUE, ExponentialBuckets.of(-1, 1, 2));
        assertThat(low.plus(high, 2))
                .isEqualTo(distribution(Integer.MIN_VALUE, ExponentialBuckets.of(-1, 2, 4)));
        var far = distribution(Integer.MIN_VALUE, ExponentialBuckets.of(1000, 1));
        assertThat(far.plus(low, 2).positive().total()).isEqualTo(4);
        assertThatThrownBy(() -> low.plus(high, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void plus_takesTheWiderZeroBucket() {
        var narrow =
                new ExponentialDistribution(
                        0, 0, 1, ExponentialBuckets.of(-2, 1, 2, 3), ExponentialBuckets.of(-2, 5));
        // 0.5 is the upper bound of bucket -2: nothing is cut.
        var wide = new ExponentialDistribution(0, 0.5, 10, ExponentialBuckets.of(0, 7), NONE);
        var expected =
                new ExponentialDistribution(0, 0.5, 17, ExponentialBuckets.of(-1, 2, 10), NONE);
        assertThat(narrow.plus(wide, 160)).isEqualTo(expected);
        assertThat(wide.plus(narrow, 160)).isEqualTo(expected);
    }

    /** 0.3 lies inside of bucket -2: it goes to zero whole, and the threshold says so. */
    @Test
    void plus_withAThresholdInsideAPopulatedBucket_widensToItsEnd() {
        var narrow = distribution(0, ExponentialBuckets.of(-2, 4, 2));
        var wide = new ExponentialDistribution(0, 0.3, 1, NONE, NONE);
        assertThat(wide.plus(narrow, 160))
                .isEqualTo(
                        new ExponentialDistribution(0, 0.5, 5, ExponentialBuckets.of(-1, 2), NONE));
        var elsewhere = distribution(0, ExponentialBuckets.of(3, 1));
        assertThat(wide.plus(elsewhere, 160).zeroThreshold()).isEqualTo(0.3);
    }

    @Test
    void thresholdsThatMakeNoSense_areNone() {
        for (double threshold : new double[] {Double.NaN, -1, -0.0}) {
            var point = new ExponentialHistogramDataPoint().zeroThreshold(threshold);
            assertThat(ExponentialDistribution.of(point).zeroThreshold()).isZero();
        }
        var endless =
                new ExponentialDistribution(0, Double.POSITIVE_INFINITY, 1, NONE, NONE)
                        .plus(distribution(0, ExponentialBuckets.of(1023, 3)), 160);
        assertThat(endless.zeroCount()).isEqualTo(4);
        assertThat(endless.positive()).isEqualTo(NONE);
    }

    @Test
    void indexOf_isRightAtPowersOfTwo() {
        assertThat(ExponentialDistribution.indexOf(1, 0)).isEqualTo(-1);
        assertThat(ExponentialDistribution.indexOf(1.5, 0)).isZero();
        assertThat(ExponentialDistribution.indexOf(2, 0)).isZero();
        assertThat(ExponentialDistribution.indexOf(2, 3)).isEqualTo(7);
        assertThat(ExponentialDistribution.indexOf(4, -1)).isZero();
        assertThat(ExponentialDistribution.indexOf(4.1, -1)).isEqualTo(1);
        assertThat(ExponentialDistribution.indexOf(Double.MIN_VALUE, 0)).isEqualTo(-1075);
        assertThat(ExponentialDistribution.upperBound(7, 3)).isEqualTo(2);
        assertThat(ExponentialDistribution.upperBound(-1, 20)).isEqualTo(1);
    }

    /**
     * Merging is the same as having counted everything in one histogram of the lower scale: each
     * value is in the bucket where it would be then.
     */
    @RepeatedTest(50)
    void plus_isTheHistogramOfAllValues(RepetitionInfo repetition) {
        var random = new Random(repetition.getCurrentRepetition());
        double[] first = values(random);
        double[] second = values(random);
        double[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);

        ExponentialDistribution sum =
                counted(first, random.nextInt(-4, 12))
                        .plus(counted(second, random.nextInt(-4, 12)), 20);

        assertThat(sum.positive().size()).isLessThanOrEqualTo(20);
        assertThat(sum).isEqualTo(counted(all, sum.scale()));
        long index = ExponentialDistribution.indexOf(first[0], sum.scale());
        double upper = ExponentialDistribution.upperBound(index, sum.scale());
        assertThat(first[0]).isLessThanOrEqualTo(upper * (1 + 1e-9));
        assertThat(ExponentialDistribution.upperBound(index - 1, sum.scale()))
                .isLessThanOrEqualTo(first[0] * (1 + 1e-9));
        assertThat(upper).isNotCloseTo(0, within(0.0));
    }

    private static double[] values(Random random) {
        return random.doubles(random.nextInt(1, 50)).map(each -> Math.exp(each * 8 - 4)).toArray();
    }

    private static ExponentialDistribution counted(double[] values, int scale) {
        ExponentialBuckets sum = NONE;
        for (double value : values) {
            long index = ExponentialDistribution.indexOf(value, scale);
            sum = sum.plus(ExponentialBuckets.of((int) index, 1));
        }
        return distribution(scale, sum);
    }

    private static ExponentialDistribution distribution(int scale, ExponentialBuckets positive) {
        return new ExponentialDistribution(scale, 0, 0, positive, NONE);
    }
}
