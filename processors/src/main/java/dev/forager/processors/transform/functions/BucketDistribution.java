// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.transform.functions;

import dev.forager.pdata.Buckets;
import dev.forager.pdata.ExponentialHistogramDataPoint;
import dev.forager.processors.transform.functions.ExplicitBuckets.DistributionFunction;
import java.util.random.RandomGenerator;

/**
 * Sorts the counts of exponential buckets under given bounds, by the rules of the Go collector:
 * there are as many counts as bounds, the last one holds also what lies above the last bound, and
 * negative buckets are left out. Thread-safe if the source of random numbers is.
 */
final class BucketDistribution {
    private final double[] bounds;
    private final DistributionFunction function;
    private final RandomGenerator random;

    BucketDistribution(double[] bounds, DistributionFunction function, RandomGenerator random) {
        this.bounds = bounds.clone();
        this.function = function;
        this.random = random;
    }

    long[] of(ExponentialHistogramDataPoint point) {
        long[] counts = new long[bounds.length];
        if (bounds[0] == 0) {
            counts[0] += point.zeroCount();
        }
        if (!point.hasPositive()) {
            return counts;
        }
        Buckets positive = point.positive();
        double factor = Math.scalb(Math.log(2), -point.scale());
        for (int i = 0; i < positive.bucketCounts().size(); i++) {
            long index = (long) positive.offset() + i;
            double lower = Math.exp(index * factor);
            double upper = Math.exp((index + 1) * factor);
            add(counts, positive.bucketCounts().get(i), lower, upper);
        }
        return counts;
    }

    private void add(long[] counts, long count, double lower, double upper) {
        int last = bounds.length - 1;
        if (lower > bounds[last]) {
            counts[last] += count;
            return;
        }
        for (int i = 1; i <= last; i++) {
            if (lower > bounds[i - 1] && upper <= bounds[i]) {
                counts[i - 1] += count;
                return;
            }
        }
        switch (function) {
            case UPPER -> counts[firstNotBelow(upper, 0)] += count;
            case MIDPOINT -> addAtMiddle(counts, count, (upper + lower) / 2);
            case UNIFORM -> addEvenly(counts, count, lower, upper);
            case RANDOM -> addRandomly(counts, count, lower, upper);
        }
    }

    /** The first bound from a place on that is not below a value; the last if all are. */
    private int firstNotBelow(double value, int from) {
        int at = from;
        while (at < bounds.length - 1 && bounds[at] < value) {
            at++;
        }
        return at;
    }

    private void addAtMiddle(long[] counts, long count, double middle) {
        int at = firstNotBelow(middle, 0);
        boolean isAbove = middle > bounds[at];
        counts[isAbove ? at : Math.max(at - 1, 0)] += count;
    }

    private void addEvenly(long[] counts, long count, double lower, double upper) {
        int start = firstNotBelow(lower, 0);
        int end = firstNotBelow(upper, start);
        share(counts, count, start, end);
    }

    /** The remainder goes to the first ones, one each. */
    private static void share(long[] counts, long count, int start, int end) {
        int places = end - start + 1;
        long each = Long.divideUnsigned(count, places);
        long more = Long.remainderUnsigned(count, places);
        for (int i = start; i <= end; i++) {
            counts[i] += each + (i - start < more ? 1 : 0);
        }
    }

    /**
     * Each place gets a random part of what its width allows, and the rest is shared: evenly, and
     * what is then left at random, so that large counts take no longer than small ones.
     */
    private void addRandomly(long[] counts, long count, double lower, double upper) {
        int start = firstNotBelow(lower, 0);
        int end = firstNotBelow(upper, start);
        if (end == start) {
            counts[start] += count;
            return;
        }
        long rest = count;
        for (int i = start; i <= end; i++) {
            double from = i == 0 ? lower : Math.max(bounds[i - 1], lower);
            double overlap = Math.max(0, Math.min(bounds[i], upper) - from);
            long most = (long) (count * (overlap / (upper - lower)));
            long part = Math.min(rest, (long) (random.nextDouble() * most));
            counts[i] += part;
            rest -= part;
        }
        int places = end - start + 1;
        share(counts, rest - rest % places, start, end);
        for (long i = rest % places; i > 0; i--) {
            counts[start + random.nextInt(places)]++;
        }
    }
}
