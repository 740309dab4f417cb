// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.transform.functions;

import dev.forager.ottl.Action;
import dev.forager.ottl.Cursor;
import dev.forager.ottl.Default;
import dev.forager.ottl.Doc;
import dev.forager.ottl.Editor;
import dev.forager.ottl.EvaluationException;
import dev.forager.ottl.FloatLikeGetter;
import dev.forager.ottl.OnlyIn;
import dev.forager.ottl.OttlContext;
import dev.forager.ottl.OttlFunction;
import dev.forager.pdata.HistogramDataPoint;
import java.util.Arrays;
import java.util.List;

/** Fewer buckets in a histogram. What lies in them stays counted. */
final class BucketMerging {
    static final List<Class<? extends OttlFunction>> ALL = List.of(MergeHistogramBuckets.class);

    /** Bounds that differ less than this are taken for the same, as in the Go collector. */
    private static final double TOLERANCE = 1e-12;

    private BucketMerging() {}

    /** What the number of the call means. */
    enum Method {
        REMOVE_EXPLICIT_BOUND,
        LIMIT_BUCKETS
    }

    @OnlyIn(OttlContext.DATA_POINT)
    @Doc("Merges buckets of a histogram; other data points stay as they are.")
    record MergeHistogramBuckets(
            @Doc("The bound to remove, or how many buckets may be left.")
                    FloatLikeGetter targetValue,
            @Doc("What the number means.") @Default("\"remove_explicit_bound\"") Method method)
            implements Editor {
        @Override
        public Action compile() {
            return this::merge;
        }

        private void merge(Cursor cursor) throws EvaluationException {
            if (!(cursor.dataPoint() instanceof HistogramDataPoint point)) {
                return;
            }
            Double target = targetValue.get(cursor);
            if (target == null) {
                throw new EvaluationException("target_value must not be nil");
            }
            long most = method == Method.LIMIT_BUCKETS ? count(target) : 0;
            if (point.explicitBounds().size() + 1 != point.bucketCounts().size()) {
                return;
            }
            switch (method) {
                case REMOVE_EXPLICIT_BOUND -> removeBound(point, target);
                case LIMIT_BUCKETS -> limit(point, most);
            }
        }

        private static long count(double target) throws EvaluationException {
            if (target < 1 || target != Math.rint(target) || target > Long.MAX_VALUE) {
                throw new EvaluationException(
                        ("target_value must be a positive integer when method is"
                                        + " \"limit_buckets\", got %s")
                                .formatted(target));
            }
            return (long) target;
        }
    }

    private static void removeBound(HistogramDataPoint point, double bound) {
        double[] bounds = point.explicitBounds().toArray();
        long[] counts = point.bucketCounts().toArray();
        for (int i = 0; i < bounds.length; i++) {
            if (Math.abs(bounds[i] - bound) < TOLERANCE) {
                counts[i + 1] += counts[i];
                System.arraycopy(bounds, i + 1, bounds, i, bounds.length - i - 1);
                System.arraycopy(counts, i + 1, counts, i, counts.length - i - 1);
                point.explicitBounds().setAll(Arrays.copyOf(bounds, bounds.length - 1));
                point.bucketCounts().setAll(Arrays.copyOf(counts, counts.length - 1));
                return;
            }
        }
    }

    /** Merges as many neighbours everywhere as it takes; the last ones may be fewer. */
    private static void limit(HistogramDataPoint point, long most) {
        double[] bounds = point.explicitBounds().toArray();
        long[] counts = point.bucketCounts().toArray();
        if (counts.length <= most || !isRising(bounds)) {
            return;
        }
        int together = (counts.length - 1) / (int) most + 1;
        long[] merged = new long[(counts.length - 1) / together + 1];
        for (int i = 0; i < counts.length; i++) {
            merged[i / together] += counts[i];
        }
        double[] left = new double[merged.length - 1];
        for (int i = 0; i < left.length; i++) {
            left[i] = bounds[(i + 1) * together - 1];
        }
        point.explicitBounds().setAll(left);
        point.bucketCounts().setAll(merged);
    }

    private static boolean isRising(double[] bounds) {
        for (int i = 1; i < bounds.length; i++) {
            if (!(bounds[i] > bounds[i - 1])) {
                return false;
            }
        }
        return true;
    }
}
