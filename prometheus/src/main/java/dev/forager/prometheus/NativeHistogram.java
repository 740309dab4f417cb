// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.prometheus;

import dev.forager.pdata.DataPointFlags;
import dev.forager.pdata.Doubles;
import dev.forager.pdata.ExponentialBuckets;
import dev.forager.pdata.ExponentialHistogramDataPoint;
import dev.forager.pdata.HistogramDataPoint;
import dev.forager.pdata.Longs;
import java.util.Arrays;

/**
 * A histogram that is one sample. Immutable.
 *
 * @param timestamp milliseconds since the Unix epoch
 * @param start when counting began, in the same unit; 0 if unknown
 * @param schema buckets grow by 2^(2^-schema); {@link #CUSTOM_BUCKETS} for given bounds
 * @param count of all observations, unsigned
 * @param sumBits bits of the sum, since a stale marker must not be touched as a number
 * @param customBounds of {@link #CUSTOM_BUCKETS}, without +Inf
 * @see <a href="https://prometheus.io/docs/specs/native_histograms/">Native histograms</a>
 */
@SuppressWarnings("ArrayRecordComponent") // Written out once, never compared.
public record NativeHistogram(
        long timestamp,
        long start,
        int schema,
        long count,
        long sumBits,
        double zeroThreshold,
        long zeroCount,
        BucketSpans negative,
        BucketSpans positive,
        double[] customBounds) {
    /** The schema of histograms with bounds of their own. */
    public static final int CUSTOM_BUCKETS = -53;

    private static final int FINEST = 8;
    private static final int COARSEST = -4;
    private static final double DEFAULT_ZERO_THRESHOLD = 1e-128;
    private static final double[] NO_BOUNDS = {};

    /**
     * The form of an exponential histogram; one that is too fine is made coarser.
     *
     * @throws UntranslatableException when it is too coarse or has no sum
     */
    public static NativeHistogram of(ExponentialHistogramDataPoint point)
            throws UntranslatableException {
        if (point.scale() < COARSEST) {
            throw new UntranslatableException(
                    "cannot convert exponential to native histogram. Scale must be >= -4, was "
                            + point.scale());
        }
        boolean isStale = isStale(point.flags());
        if (!isStale && !point.hasSum()) {
            throw new UntranslatableException(
                    "cannot convert exponential to native histogram: sum is not set");
        }
        if (!isStale) {
            checkCounts(point);
        }
        int schema = Math.min(point.scale(), FINEST);
        int steps = point.scale() - schema;
        double threshold = point.zeroThreshold();
        return new NativeHistogram(
                Times.millis(point.timeUnixNano()),
                Times.millis(point.startTimeUnixNano()),
                schema,
                isStale ? 0 : point.count(),
                sumBits(isStale, point.hasSum(), point.sum()),
                threshold == 0 ? DEFAULT_ZERO_THRESHOLD : threshold,
                isStale ? 0 : point.zeroCount(),
                isStale ? BucketSpans.EMPTY : spans(ExponentialBuckets.of(point.negative()), steps),
                isStale ? BucketSpans.EMPTY : spans(ExponentialBuckets.of(point.positive()), steps),
                NO_BOUNDS);
    }

    /**
     * Prometheus refuses the whole request, or page, that holds a histogram whose buckets are not
     * all of its observations; those that are no numbers are in no bucket.
     */
    private static void checkCounts(ExponentialHistogramDataPoint point)
            throws UntranslatableException {
        long counted = checkedSum(point.negative().bucketCounts(), point.zeroCount());
        counted = checkedSum(point.positive().bucketCounts(), counted);
        boolean hasMore = Long.compareUnsigned(point.count(), counted) > 0;
        if (counted != point.count() && !(hasMore && Double.isNaN(point.sum()))) {
            throw new UntranslatableException(
                    "cannot convert exponential to native histogram: %d observations in buckets, %s in all"
                            .formatted(counted, Long.toUnsignedString(point.count())));
        }
    }

    private static long checkedSum(Longs counts, long before) throws UntranslatableException {
        long sum = before;
        for (int i = 0; sum >= 0 && i < counts.size(); i++) {
            sum = counts.get(i) < 0 ? -1 : sum + counts.get(i);
        }
        if (sum < 0) {
            throw new UntranslatableException(
                    "cannot convert to native histogram: more observations than 2^63 - 1");
        }
        return sum;
    }

    /** Prometheus names a bucket by its upper bound, OTLP by its lower one: one index more. */
    private static BucketSpans spans(ExponentialBuckets buckets, int steps)
            throws UntranslatableException {
        if (buckets.isEmpty()) {
            return BucketSpans.EMPTY;
        }
        ExponentialBuckets coarse = buckets.downscaled(steps);
        if (coarse.highest() >= Integer.MAX_VALUE) {
            throw new UntranslatableException(
                    "cannot convert exponential to native histogram. Bucket index out of range");
        }
        var spans = new BucketSpans.Builder();
        for (long index = coarse.lowest(); index <= coarse.highest(); index++) {
            spans.add((int) index + 1, coarse.count(index));
        }
        return spans.build();
    }

    /**
     * The form of a histogram with given bounds (NHCB).
     *
     * @throws UntranslatableException when its bounds do not ascend
     */
    static NativeHistogram ofBounds(HistogramDataPoint point) throws UntranslatableException {
        boolean isStale = isStale(point.flags());
        double[] bounds = isStale ? NO_BOUNDS : finite(point.explicitBounds());
        long[] total = {0};
        BucketSpans spans =
                isStale
                        ? BucketSpans.EMPTY
                        : spans(point.bucketCounts(), point.count(), bounds, total);
        return new NativeHistogram(
                Times.millis(point.timeUnixNano()),
                Times.millis(point.startTimeUnixNano()),
                CUSTOM_BUCKETS,
                total[0],
                sumBits(isStale, point.hasSum(), point.sum()),
                0,
                0,
                BucketSpans.EMPTY,
                spans,
                bounds);
    }

    private static double[] finite(Doubles given) throws UntranslatableException {
        double[] bounds = given.toArray();
        for (int i = 0; i < bounds.length; i++) {
            boolean ascends = i == 0 ? !Double.isNaN(bounds[i]) : bounds[i] > bounds[i - 1];
            if (!ascends) {
                throw new UntranslatableException(
                        "cannot convert histogram to custom buckets: bounds must ascend, found "
                                + bounds[i]);
            }
        }
        int length = bounds.length;
        boolean endsInInfinity = length > 0 && bounds[length - 1] == Double.POSITIVE_INFINITY;
        return endsInInfinity ? Arrays.copyOf(bounds, length - 1) : bounds;
    }

    /** Observations that no bucket has are above all bounds. */
    private static BucketSpans spans(Longs counts, long count, double[] bounds, long[] total)
            throws UntranslatableException {
        checkedSum(counts, 0);
        var spans = new BucketSpans.Builder();
        long sum = 0;
        int last = bounds.length;
        for (int i = 0; i < last && i < counts.size(); i++) {
            spans.add(i, counts.get(i));
            sum += counts.get(i);
        }
        long above = 0;
        for (int i = last; i < counts.size(); i++) {
            above += counts.get(i);
        }
        above += Math.max(0, count - sum - above);
        spans.add(last, above);
        total[0] = sum + above;
        return spans.build();
    }

    private static boolean isStale(int flags) {
        return (flags & DataPointFlags.NO_RECORDED_VALUE_MASK) != 0;
    }

    private static long sumBits(boolean isStale, boolean hasSum, double sum) {
        return isStale ? Series.STALE : hasSum ? Double.doubleToRawLongBits(sum) : 0;
    }
}
