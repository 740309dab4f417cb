// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.metricstarttime;

import dev.forager.pdata.DataPoint;
import dev.forager.pdata.ExponentialBuckets;
import dev.forager.pdata.ExponentialDistribution;
import dev.forager.pdata.ExponentialHistogramDataPoint;
import dev.forager.pdata.HistogramDataPoint;
import dev.forager.pdata.NumberDataPoint;
import dev.forager.pdata.SummaryDataPoint;
import java.util.Arrays;

/** What a cumulative point said. Immutable. */
sealed interface Reading {
    /**
     * Whether something went down between {@code before} and this, or cannot be compared. NaN never
     * goes down.
     */
    boolean isResetOf(Reading before);

    /** Takes this off a later point of the same series, of which it is no reset. */
    void subtractFrom(DataPoint point);

    /** Memory beyond the object itself, estimated. */
    default long byteSize() {
        return 0;
    }

    /** What {@code point} says. */
    static Reading of(DataPoint point) {
        return switch (point) {
            case NumberDataPoint number -> new OfNumber(number.asDouble(), number.asInt());
            case SummaryDataPoint summary -> new OfSummary(summary.count(), summary.sum());
            case HistogramDataPoint histogram ->
                    new OfHistogram(
                            histogram.count(),
                            histogram.sum(),
                            histogram.explicitBounds().toArray(),
                            histogram.bucketCounts().toArray());
            case ExponentialHistogramDataPoint histogram ->
                    new OfExponential(
                            histogram.count(),
                            histogram.sum(),
                            ExponentialDistribution.of(histogram));
        };
    }

    /** A number, of whichever kind; the other kind is 0. */
    record OfNumber(double real, long whole) implements Reading {
        @Override
        public boolean isResetOf(Reading before) {
            return !(before instanceof OfNumber that) || real < that.real || whole < that.whole;
        }

        @Override
        public void subtractFrom(DataPoint point) {
            if (!(point instanceof NumberDataPoint number)) {
                return;
            }
            switch (number.valueCase()) {
                case AS_DOUBLE -> number.asDouble(number.asDouble() - real);
                case AS_INT -> number.asInt(number.asInt() - whole);
                case NOT_SET -> {}
            }
        }
    }

    /** A summary; its quantiles are no totals. */
    record OfSummary(long count, double sum) implements Reading {
        @Override
        public boolean isResetOf(Reading before) {
            return !(before instanceof OfSummary that)
                    || Long.compareUnsigned(count, that.count) < 0
                    || sum < that.sum;
        }

        @Override
        public void subtractFrom(DataPoint point) {
            if (point instanceof SummaryDataPoint summary) {
                summary.count(summary.count() - count).sum(summary.sum() - sum);
            }
        }
    }

    /** A histogram. */
    @SuppressWarnings("ArrayRecordComponent") // compared by isResetOf only
    record OfHistogram(long count, double sum, double[] bounds, long[] counts) implements Reading {
        @Override
        public boolean isResetOf(Reading before) {
            if (!(before instanceof OfHistogram that)
                    || Long.compareUnsigned(count, that.count) < 0
                    || sum < that.sum
                    || counts.length != that.counts.length
                    || !Arrays.equals(bounds, that.bounds)) {
                return true;
            }
            for (int i = 0; i < counts.length; i++) {
                if (Long.compareUnsigned(counts[i], that.counts[i]) < 0) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public void subtractFrom(DataPoint point) {
            if (!(point instanceof HistogramDataPoint histogram)) {
                return;
            }
            histogram.count(histogram.count() - count);
            if (histogram.hasSum()) {
                histogram.sum(histogram.sum() - sum);
            }
            for (int i = 0; i < counts.length; i++) {
                histogram.bucketCounts().set(i, histogram.bucketCounts().get(i) - counts[i]);
            }
        }

        @Override
        public long byteSize() {
            return 40 + (long) Long.BYTES * (bounds.length + counts.length);
        }
    }

    /** An exponential histogram. */
    record OfExponential(long count, double sum, ExponentialDistribution buckets)
            implements Reading {
        @Override
        public boolean isResetOf(Reading before) {
            if (!(before instanceof OfExponential that)
                    || Long.compareUnsigned(count, that.count) < 0
                    || sum < that.sum
                    || buckets.scale() > that.buckets.scale()
                    || buckets.zeroThreshold() < that.buckets.zeroThreshold()) {
                return true;
            }
            ExponentialDistribution earlier = that.atResolutionOf(buckets);
            return Long.compareUnsigned(buckets.zeroCount(), earlier.zeroCount()) < 0
                    || !buckets.positive().isAtLeast(earlier.positive())
                    || !buckets.negative().isAtLeast(earlier.negative());
        }

        @Override
        public void subtractFrom(DataPoint point) {
            if (!(point instanceof ExponentialHistogramDataPoint histogram)) {
                return;
            }
            ExponentialDistribution later = ExponentialDistribution.of(histogram);
            ExponentialDistribution earlier = atResolutionOf(later);
            ExponentialBuckets positive = later.positive().minus(earlier.positive());
            ExponentialBuckets negative = later.negative().minus(earlier.negative());
            if (positive == null || negative == null) {
                return;
            }
            new ExponentialDistribution(
                            later.scale(),
                            later.zeroThreshold(),
                            later.zeroCount() - earlier.zeroCount(),
                            positive,
                            negative)
                    .writeTo(histogram);
            histogram.count(histogram.count() - count);
            if (histogram.hasSum()) {
                histogram.sum(histogram.sum() - sum);
            }
        }

        private ExponentialDistribution atResolutionOf(ExponentialDistribution later) {
            return buckets.widened(later.zeroThreshold()).downscaledTo(later.scale());
        }

        @Override
        public long byteSize() {
            return 120 + buckets.byteSize();
        }
    }
}
