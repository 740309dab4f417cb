// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The populated buckets of one side of an exponential histogram, as numbers to calculate with.
 * Immutable. Bucket {@code i} of scale {@code s} counts values in {@code (b^i, b^(i+1)]} with
 * {@code b = 2^(2^-s)}; nothing here needs the scale itself.
 *
 * <p>Empty buckets at both ends are left out, so equal content is equal whatever the sender padded.
 * Counts are unsigned. Indices are 64 bits wide inside, so that no offset of a hostile sender
 * overflows.
 *
 * @see <a
 *     href="https://opentelemetry.io/docs/specs/otel/metrics/data-model/#exponentialhistogram">the
 *     data model</a>
 */
public final class ExponentialBuckets {
    /** No buckets. */
    public static final ExponentialBuckets EMPTY = new ExponentialBuckets(0, new long[0]);

    /** Beyond this shift every index is 0 or -1: offsets have 32 bits. */
    private static final int MAX_SHIFT = 62;

    private final long lowest;
    private final long[] counts;

    private ExponentialBuckets(long lowest, long[] counts) {
        this.lowest = lowest;
        this.counts = counts;
    }

    /** The buckets of a data point. */
    public static ExponentialBuckets of(Buckets buckets) {
        return trimmed(buckets.offset(), buckets.bucketCounts().toArray());
    }

    /** Buckets of which the first has the index {@code offset}. */
    public static ExponentialBuckets of(int offset, long... counts) {
        return trimmed(offset, counts.clone());
    }

    private static ExponentialBuckets trimmed(long lowest, long[] counts) {
        int from = 0;
        int to = counts.length;
        while (from < to && counts[from] == 0) {
            from++;
        }
        while (to > from && counts[to - 1] == 0) {
            to--;
        }
        if (from == to) {
            return EMPTY;
        }
        return new ExponentialBuckets(
                lowest + from,
                from == 0 && to == counts.length ? counts : Arrays.copyOfRange(counts, from, to));
    }

    /** True if nothing was counted. */
    public boolean isEmpty() {
        return counts.length == 0;
    }

    /** Number of buckets from the lowest populated to the highest. */
    public int size() {
        return counts.length;
    }

    /** Index of the lowest populated bucket; 0 without any. */
    public long lowest() {
        return lowest;
    }

    /** Index of the highest populated bucket; less than {@link #lowest} without any. */
    public long highest() {
        return lowest + counts.length - 1;
    }

    /** What the bucket {@code index} counts. */
    public long count(long index) {
        long at = index - lowest;
        return at < 0 || at >= counts.length ? 0 : counts[(int) at];
    }

    /** The sum of all counts. */
    public long total() {
        long sum = 0;
        for (long count : counts) {
            sum += count;
        }
        return sum;
    }

    /**
     * The same observations at a scale lower by {@code steps}: each step joins two neighbours, and
     * nothing is lost but resolution.
     */
    public ExponentialBuckets downscaled(int steps) {
        if (steps <= 0 || isEmpty()) {
            return this;
        }
        int shift = Math.min(steps, MAX_SHIFT);
        long first = lowest >> shift;
        long[] joined = new long[(int) ((highest() >> shift) - first + 1)];
        for (int i = 0; i < counts.length; i++) {
            joined[(int) (((lowest + i) >> shift) - first)] += counts[i];
        }
        return new ExponentialBuckets(first, joined);
    }

    /** How many steps down it takes until both together need at most {@code most} buckets. */
    public int stepsToFit(ExponentialBuckets other, int most) {
        if (most < 2) {
            // Values below and above 1 never share a bucket, however low the scale.
            throw new IllegalArgumentException("most: %d (expected: >= 2)".formatted(most));
        }
        if (isEmpty() && other.isEmpty()) {
            return 0;
        }
        long low = isEmpty() ? other.lowest : other.isEmpty() ? lowest : min(other);
        long high = isEmpty() ? other.highest() : other.isEmpty() ? highest() : max(other);
        int steps = 0;
        while ((high >> steps) - (low >> steps) >= most) {
            steps++;
        }
        return steps;
    }

    private long min(ExponentialBuckets other) {
        return Math.min(lowest, other.lowest);
    }

    private long max(ExponentialBuckets other) {
        return Math.max(highest(), other.highest());
    }

    /**
     * The counts of both, which are of one scale. Bring them to a scale where they {@link
     * #stepsToFit fit} first: the result has as many buckets as lie between its ends.
     */
    public ExponentialBuckets plus(ExponentialBuckets other) {
        if (other.isEmpty()) {
            return this;
        }
        if (isEmpty()) {
            return other;
        }
        long low = min(other);
        long[] sum = new long[Math.toIntExact(max(other) - low + 1)];
        addTo(sum, low);
        other.addTo(sum, low);
        return trimmed(low, sum);
    }

    private void addTo(long[] sum, long low) {
        int shift = (int) (lowest - low);
        for (int i = 0; i < counts.length; i++) {
            sum[i + shift] += counts[i];
        }
    }

    /**
     * What was counted since {@code earlier}, which is of the same scale; null when a bucket went
     * down, so that these are not later counts of the same series.
     */
    public @Nullable ExponentialBuckets minus(ExponentialBuckets earlier) {
        if (earlier.isEmpty()) {
            return this;
        }
        if (earlier.lowest < lowest || earlier.highest() > highest()) {
            return null;
        }
        long[] difference = counts.clone();
        int shift = (int) (earlier.lowest - lowest);
        for (int i = 0; i < earlier.counts.length; i++) {
            if (Long.compareUnsigned(difference[i + shift], earlier.counts[i]) < 0) {
                return null;
            }
            difference[i + shift] -= earlier.counts[i];
        }
        return trimmed(lowest, difference);
    }

    /** The buckets above {@code index}. */
    public ExponentialBuckets above(long index) {
        if (index < lowest) {
            return this;
        }
        if (index >= highest()) {
            return EMPTY;
        }
        int from = (int) (index - lowest + 1);
        return trimmed(index + 1, Arrays.copyOfRange(counts, from, counts.length));
    }

    /** Whether no bucket counts less than it did in {@code earlier}, of the same scale. */
    public boolean isAtLeast(ExponentialBuckets earlier) {
        return minus(earlier) != null;
    }

    /** Puts these buckets into a data point. */
    public void writeTo(Buckets buckets) {
        buckets.offset(Math.clamp(lowest, Integer.MIN_VALUE, Integer.MAX_VALUE));
        buckets.bucketCounts().setAll(counts);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ExponentialBuckets that
                && lowest == that.lowest
                && Arrays.equals(counts, that.counts);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(lowest) * 31 + Arrays.hashCode(counts);
    }

    @Override
    public String toString() {
        return lowest + ":" + Arrays.toString(counts);
    }
}
