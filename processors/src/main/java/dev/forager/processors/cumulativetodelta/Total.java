// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.cumulativetodelta;

import dev.forager.pdata.ExponentialDistribution;

/** The last value of a series. Immutable. */
sealed interface Total {
    /** When it was observed, in nanoseconds since the Unix epoch, unsigned. */
    long time();

    /** Memory beyond the object itself, estimated. */
    default long byteSize() {
        return 0;
    }

    /** A sum of integers. */
    record OfInt(long time, long value) implements Total {}

    /** A sum of floating point numbers. */
    record OfDouble(long time, double value) implements Total {}

    /** A histogram; the sum is NaN where there is none. The arrays are shared with nobody. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record OfHistogram(long time, long count, double sum, double[] bounds, long[] counts)
            implements Total {
        @Override
        public long byteSize() {
            return 40 + (long) Long.BYTES * (bounds.length + counts.length);
        }

        OfHistogram withSum(double other) {
            return new OfHistogram(time, count, other, bounds, counts);
        }
    }

    /** An exponential histogram; the sum is NaN where there is none. */
    record OfExponential(long time, long count, double sum, ExponentialDistribution buckets)
            implements Total {
        @Override
        public long byteSize() {
            return 120 + buckets.byteSize();
        }

        OfExponential withSum(double other) {
            return new OfExponential(time, count, other, buckets);
        }
    }
}
