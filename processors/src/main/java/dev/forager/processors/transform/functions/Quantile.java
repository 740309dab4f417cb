// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.transform.functions;

import dev.forager.ottl.EvaluationException;
import dev.forager.pdata.HistogramDataPoint;
import dev.forager.pdata.Longs;
import org.jspecify.annotations.Nullable;

/** A quantile of a histogram, as if values lay evenly in each bucket. Stateless. */
final class Quantile {
    private Quantile() {}

    /** How many values lie at or below the quantile. */
    static long target(long count, double quantile) {
        return (long) Math.ceil(count * quantile);
    }

    static EvaluationException malformed(String why) {
        return new EvaluationException("calculating histogram percentile: malformed data: " + why);
    }

    /** Null if the point says nothing about it. */
    static @Nullable Double of(HistogramDataPoint point, double quantile)
            throws EvaluationException {
        Longs counts = point.bucketCounts();
        int bounds = point.explicitBounds().size();
        if (point.count() == 0 || counts.isEmpty()) {
            return null;
        }
        if (counts.size() != bounds + 1) {
            throw malformed(
                    "bucketCounts length (%d) != explicitBounds length (%d) + 1"
                            .formatted(counts.size(), bounds));
        }
        long target = target(point.count(), quantile);
        long seen = 0;
        for (int i = 0; i < counts.size(); i++) {
            long inBucket = counts.get(i);
            if (seen + inBucket >= target) {
                return within(point, i, (double) (target - seen) / inBucket);
            }
            seen += inBucket;
        }
        throw malformed(
                "cumulative count doesn't reach target count corresponding to percentile."
                        + " targetCount=%d, total count=%d".formatted(target, seen));
    }

    private static @Nullable Double within(HistogramDataPoint point, int bucket, double ratio) {
        int bounds = point.explicitBounds().size();
        if (bounds == 0) {
            return point.hasMin() && point.hasMax()
                    ? between(point.min(), point.max(), ratio)
                    : null;
        }
        if (bucket == 0) {
            double upper = point.explicitBounds().get(0);
            boolean hasLower = point.hasMin() && point.min() < upper;
            // Below a negative bound nothing is known without a minimum.
            return !hasLower && upper < 0
                    ? Double.valueOf(upper)
                    : between(hasLower ? point.min() : 0, upper, ratio);
        }
        double lower = point.explicitBounds().get(bucket - 1);
        if (bucket < bounds) {
            return between(lower, point.explicitBounds().get(bucket), ratio);
        }
        return point.hasMax() && point.max() > lower ? between(lower, point.max(), ratio) : lower;
    }

    static double between(double lower, double upper, double ratio) {
        return lower + ratio * (upper - lower);
    }
}
