// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pipeline.series;

import dev.forager.pdata.ExponentialDistribution;

/** What a series has added up to. Immutable. Times are unsigned nanoseconds since 1970. */
public sealed interface RunningTotal {
    /** Start of the first point that was added. */
    long start();

    /** Time of the last one. */
    long time();

    /** Memory beyond the object itself, estimated. */
    default long byteSize() {
        return 0;
    }

    /** A sum of integers. */
    record OfInt(long start, long time, long value) implements RunningTotal {}

    /** A sum of floating point numbers. */
    record OfDouble(long start, long time, double value) implements RunningTotal {}

    /**
     * Sum, minimum and maximum of a histogram; NaN stands for one that some point left out.
     *
     * @param sum of all values
     * @param min the smallest
     * @param max the largest
     */
    record Extent(double sum, double min, double max) {
        /** Of both together. */
        public Extent plus(Extent other) {
            return new Extent(sum + other.sum, Math.min(min, other.min), Math.max(max, other.max));
        }
    }

    /** A histogram; the arrays are shared with nobody. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record OfHistogram(
            long start, long time, long count, Extent extent, double[] bounds, long[] counts)
            implements RunningTotal {
        @Override
        public long byteSize() {
            return 100 + (long) Long.BYTES * (bounds.length + counts.length);
        }
    }

    /** An exponential histogram. */
    record OfExponential(
            long start, long time, long count, Extent extent, ExponentialDistribution buckets)
            implements RunningTotal {
        @Override
        public long byteSize() {
            return 160 + buckets.byteSize();
        }
    }
}
