// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

/**
 * What an exponential histogram counted: its buckets, with the scale that they have and the width
 * of the zero bucket. Adding and lowering the scale are exact: every count stays in a bucket that
 * holds its value. Immutable.
 *
 * <p>Count, sum, minimum and maximum of a data point are no matter of buckets and are not here.
 *
 * @param scale resolution: {@code 2^scale} buckets for each power of two
 * @param zeroThreshold values at most this far from zero count as zero; not negative, not NaN
 * @param zeroCount how many did
 * @param positive counts of values above
 * @param negative counts of values below, by their absolute value
 */
public record ExponentialDistribution(
        int scale,
        double zeroThreshold,
        long zeroCount,
        ExponentialBuckets positive,
        ExponentialBuckets negative) {
    private static final ExponentialBuckets EMPTY = ExponentialBuckets.EMPTY;
    private static final double LOG2_E = 1 / Math.log(2);

    /** Doubles have exponents of 11 bits: beyond this, a power of two is 0 or infinite. */
    private static final int EXTREME = 4000;

    /** The distribution of a data point; a threshold that makes no sense is none. */
    public static ExponentialDistribution of(ExponentialHistogramDataPoint point) {
        double threshold = point.zeroThreshold();
        return new ExponentialDistribution(
                point.scale(),
                threshold > 0 ? threshold : 0,
                point.zeroCount(),
                point.hasPositive() ? ExponentialBuckets.of(point.positive()) : EMPTY,
                point.hasNegative() ? ExponentialBuckets.of(point.negative()) : EMPTY);
    }

    /** Puts this into a data point; a side without counts is left out. */
    public void writeTo(ExponentialHistogramDataPoint point) {
        point.scale(scale).zeroThreshold(zeroThreshold).zeroCount(zeroCount);
        point.clearPositive().clearNegative();
        if (!positive.isEmpty()) {
            positive.writeTo(point.positive());
        }
        if (!negative.isEmpty()) {
            negative.writeTo(point.negative());
        }
    }

    /** Bytes that the buckets keep in memory. */
    public long byteSize() {
        return (long) Long.BYTES * (positive.size() + negative.size());
    }

    /** The same observations at {@code target}; unchanged where that is not lower. */
    public ExponentialDistribution downscaledTo(int target) {
        if (target >= scale) {
            return this;
        }
        int steps = (int) Math.min(Integer.MAX_VALUE, (long) scale - target);
        return new ExponentialDistribution(
                target,
                zeroThreshold,
                zeroCount,
                positive.downscaled(steps),
                negative.downscaled(steps));
    }

    /**
     * The observations of both, at the highest scale that both have and that needs at most {@code
     * maxBuckets} on each side, with the wider zero bucket. Where this one's grows, it does so to
     * the end of a bucket, as in the Go collector; where it is wide enough it stays, unless a
     * populated bucket lies on both sides of its end.
     *
     * @throws IllegalArgumentException for less than 2 buckets
     */
    public ExponentialDistribution plus(ExponentialDistribution other, int maxBuckets) {
        int common = Math.min(scale, other.scale);
        ExponentialDistribution a = downscaledTo(common);
        ExponentialDistribution b = other.downscaledTo(common);
        if (zeroThreshold != other.zeroThreshold) {
            double threshold = Math.max(zeroThreshold, other.zeroThreshold);
            boolean stays = zeroThreshold == threshold && a.whole(threshold) && b.whole(threshold);
            double wide = stays ? threshold : a.edge(threshold);
            a = a.zeroed(threshold, wide);
            b = b.zeroed(threshold, wide);
        }
        int steps =
                Math.max(
                        a.positive.stepsToFit(b.positive, maxBuckets),
                        a.negative.stepsToFit(b.negative, maxBuckets));
        int target = (int) Math.max(Integer.MIN_VALUE, (long) common - steps);
        return a.downscaledTo(target).joined(b.downscaledTo(target));
    }

    private ExponentialDistribution joined(ExponentialDistribution other) {
        return new ExponentialDistribution(
                scale,
                zeroThreshold,
                zeroCount + other.zeroCount,
                positive.plus(other.positive),
                negative.plus(other.negative));
    }

    /** Whether no populated bucket lies on both sides of {@code width}. */
    private boolean whole(double width) {
        long index = indexOf(width, scale);
        return (positive.count(index) | negative.count(index)) == 0
                || upperBound(index, scale) <= width;
    }

    private double edge(double width) {
        return Math.max(width, upperBound(indexOf(width, scale), scale));
    }

    /**
     * The same with values at most {@code width} from zero counted as zero; unchanged where the
     * zero bucket is as wide already. Buckets that {@code width} cuts go to zero whole.
     */
    public ExponentialDistribution widened(double width) {
        return zeroed(width, width);
    }

    /** {@link #widened} to {@code end}, where the bucket ends that {@code width} lies in. */
    private ExponentialDistribution zeroed(double width, double end) {
        if (!(end > zeroThreshold)) {
            return this;
        }
        // Not of the end: the logarithm of a border may come out on either side of it.
        long last = indexOf(width, scale);
        ExponentialBuckets up = positive.above(last);
        ExponentialBuckets down = negative.above(last);
        long moved = positive.total() - up.total() + negative.total() - down.total();
        return new ExponentialDistribution(scale, end, zeroCount + moved, up, down);
    }

    /**
     * Index of the bucket that counts {@code value}.
     *
     * @param value above 0; infinity is in a bucket above all others
     * @see <a
     *     href="https://opentelemetry.io/docs/specs/otel/metrics/data-model/#all-scales-use-the-logarithm-function">the
     *     data model</a>
     */
    public static long indexOf(double value, int scale) {
        if (Double.isInfinite(value)) {
            return Long.MAX_VALUE >> 1;
        }
        if (value < Double.MIN_NORMAL) {
            // Logarithms of such values are still exact enough, exponents are not.
            return (long) Math.ceil(timesPowerOfTwo(Math.log(value) * LOG2_E, scale)) - 1;
        }
        int exponent = Math.getExponent(value);
        boolean isPower = Double.doubleToRawLongBits(value) << 12 == 0;
        if (scale <= 0) {
            return (isPower ? exponent - 1L : exponent) >> Math.min(-(long) scale, 62);
        }
        if (isPower) {
            return (long) timesPowerOfTwo(exponent, scale) - 1;
        }
        return (long) Math.floor(timesPowerOfTwo(Math.log(value) * LOG2_E, scale));
    }

    /** The largest value that bucket {@code index} counts. */
    public static double upperBound(long index, int scale) {
        return Math.pow(2, timesPowerOfTwo((double) index + 1, -(long) scale));
    }

    private static double timesPowerOfTwo(double number, long power) {
        return Math.scalb(number, Math.clamp(power, -EXTREME, EXTREME));
    }
}
