// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.transform.functions;

import dev.forager.ottl.EvaluationException;
import dev.forager.pdata.Buckets;
import dev.forager.pdata.ExponentialDistribution;
import dev.forager.pdata.ExponentialHistogramDataPoint;
import org.jspecify.annotations.Nullable;

/**
 * A quantile of an exponential histogram, as if the logarithms of values lay evenly in each bucket.
 * Stateless.
 */
final class ExponentialQuantile {
    private ExponentialQuantile() {}

    /** Null if the point says nothing about it. */
    static @Nullable Double of(ExponentialHistogramDataPoint point, double quantile)
            throws EvaluationException {
        int negative = size(point.hasNegative(), point.negative());
        int positive = size(point.hasPositive(), point.positive());
        if (point.count() == 0 || (negative == 0 && positive == 0 && point.zeroCount() == 0)) {
            return null;
        }
        long target = Quantile.target(point.count(), quantile);
        long seen = 0;
        for (int i = negative - 1; i >= 0; i--) {
            long inBucket = point.negative().bucketCounts().get(i);
            if (seen + inBucket >= target) {
                double ratio = (double) (target - seen) / inBucket;
                return -within(point.negative(), i, point.scale(), 1 - ratio);
            }
            seen += inBucket;
        }
        if (seen + point.zeroCount() >= target) {
            double ratio = (double) (target - seen) / point.zeroCount();
            double lower = negative == 0 && positive > 0 ? 0 : -point.zeroThreshold();
            double upper = positive == 0 && negative > 0 ? 0 : point.zeroThreshold();
            return Quantile.between(lower, upper, ratio);
        }
        seen += point.zeroCount();
        for (int i = 0; i < positive; i++) {
            long inBucket = point.positive().bucketCounts().get(i);
            if (seen + inBucket >= target) {
                double ratio = (double) (target - seen) / inBucket;
                return within(point.positive(), i, point.scale(), ratio);
            }
            seen += inBucket;
        }
        throw Quantile.malformed(
                "cumulative count doesn't reach target count corresponding to percentile."
                        + " targetCount=%d, total count=%d".formatted(target, seen));
    }

    private static int size(boolean isThere, Buckets buckets) {
        return isThere ? buckets.bucketCounts().size() : 0;
    }

    private static double within(Buckets buckets, int at, int scale, double ratio) {
        long index = (long) buckets.offset() + at;
        double lower = ExponentialDistribution.upperBound(index - 1, scale);
        double upper = ExponentialDistribution.upperBound(index, scale);
        return lower * Math.pow(upper / lower, ratio);
    }
}
