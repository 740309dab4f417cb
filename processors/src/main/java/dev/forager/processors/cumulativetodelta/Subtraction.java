// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.cumulativetodelta;

import dev.forager.pdata.ExponentialBuckets;
import dev.forager.pdata.ExponentialDistribution;
import dev.forager.pdata.ExponentialHistogramDataPoint;
import dev.forager.pdata.HistogramDataPoint;
import dev.forager.pdata.NumberDataPoint;
import java.util.Arrays;

/**
 * Takes the base of a series off a point. A point is edited only if the answer is {@link
 * Outcome#CONVERTED}; a difference is never negative where counts cannot go down. Stateless.
 */
final class Subtraction {
    private Subtraction() {}

    static Outcome of(NumberDataPoint point, Total.OfInt base) {
        long value = point.asInt();
        long difference = value - base.value();
        boolean overflows = ((value ^ base.value()) & (value ^ difference)) < 0;
        if (value < base.value() || overflows) {
            return Outcome.RESET;
        }
        point.asInt(difference).startTimeUnixNano(base.time());
        return Outcome.CONVERTED;
    }

    static Outcome of(NumberDataPoint point, Total.OfDouble base) {
        double difference = point.asDouble() - base.value();
        if (!(difference >= 0)) {
            return Outcome.RESET;
        }
        point.asDouble(difference).startTimeUnixNano(base.time());
        return Outcome.CONVERTED;
    }

    static Outcome of(HistogramDataPoint point, Total.OfHistogram now, Total.OfHistogram base) {
        if (now.counts().length != base.counts().length
                || !Arrays.equals(now.bounds(), base.bounds())) {
            return Outcome.BUCKET_MISMATCH;
        }
        if (Long.compareUnsigned(now.count(), base.count()) < 0) {
            return Outcome.RESET;
        }
        long[] counts = new long[now.counts().length];
        for (int i = 0; i < counts.length; i++) {
            if (Long.compareUnsigned(now.counts()[i], base.counts()[i]) < 0) {
                return Outcome.RESET;
            }
            counts[i] = now.counts()[i] - base.counts()[i];
        }
        point.count(now.count() - base.count()).startTimeUnixNano(base.time());
        point.bucketCounts().setAll(counts);
        if (!Double.isNaN(now.sum())) {
            point.sum(grown(now.sum(), base.sum()));
        }
        return Outcome.CONVERTED;
    }

    /** Zero where there was no sum before. */
    private static double grown(double sum, double before) {
        double difference = sum - before;
        return Double.isNaN(difference) ? 0 : difference;
    }

    static Outcome of(
            ExponentialHistogramDataPoint point,
            Total.OfExponential now,
            Total.OfExponential base) {
        ExponentialDistribution later = now.buckets();
        ExponentialDistribution earlier = base.buckets();
        // What grows by merging only grows: count and zero bucket up, scale down.
        if (Long.compareUnsigned(now.count(), base.count()) < 0
                || later.zeroThreshold() < earlier.zeroThreshold()
                || later.scale() > earlier.scale()) {
            return Outcome.RESET;
        }
        earlier = earlier.widened(later.zeroThreshold()).downscaledTo(later.scale());
        ExponentialBuckets positive = later.positive().minus(earlier.positive());
        ExponentialBuckets negative = later.negative().minus(earlier.negative());
        if (positive == null
                || negative == null
                || Long.compareUnsigned(later.zeroCount(), earlier.zeroCount()) < 0) {
            return Outcome.RESET;
        }
        new ExponentialDistribution(
                        later.scale(),
                        later.zeroThreshold(),
                        later.zeroCount() - earlier.zeroCount(),
                        positive,
                        negative)
                .writeTo(point);
        point.count(now.count() - base.count()).startTimeUnixNano(base.time());
        if (!Double.isNaN(now.sum())) {
            point.sum(grown(now.sum(), base.sum()));
        }
        return Outcome.CONVERTED;
    }
}
