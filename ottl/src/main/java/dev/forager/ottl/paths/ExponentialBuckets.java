// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.paths;

import dev.forager.ottl.CompileException;
import dev.forager.ottl.Cursor;
import dev.forager.ottl.EvaluationException;
import dev.forager.ottl.Target;
import dev.forager.pdata.Buckets;
import dev.forager.pdata.ExponentialHistogramDataPoint;
import dev.forager.pdata.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code positive} and {@code negative} of an exponential histogram's point, and their parts. */
final class ExponentialBuckets {
    private ExponentialBuckets() {}

    static Target resolve(Tail tail, boolean positive) throws CompileException {
        tail.noKeys();
        if (!tail.hasNext()) {
            return Fields.target(c -> find(c, positive), (c, v) -> replace(point(c), positive, v));
        }
        Tail part = tail.next();
        Target target =
                switch (part.name()) {
                    case "offset" ->
                            Fields.target(
                                    c -> offset(find(c, positive)),
                                    (c, v) ->
                                            buckets(point(c), positive)
                                                    .offset((int) Fields.integer(v)));
                    case "bucket_counts" ->
                            Fields.target(
                                    c -> counts(find(c, positive)),
                                    (c, v) ->
                                            Numbers.set(
                                                    buckets(point(c), positive).bucketCounts(), v));
                    default -> throw part.unknown(List.of("offset", "bucket_counts"));
                };
        part.end();
        return target;
    }

    private static @Nullable Object offset(@Nullable Buckets buckets) {
        return buckets == null ? null : Value.of((long) buckets.offset());
    }

    private static @Nullable Object counts(@Nullable Buckets buckets) {
        return buckets == null ? null : Numbers.array(buckets.bucketCounts());
    }

    private static @Nullable Buckets find(Cursor cursor, boolean positive) {
        return cursor.dataPoint() instanceof ExponentialHistogramDataPoint point
                ? buckets(point, positive)
                : null;
    }

    private static Buckets buckets(ExponentialHistogramDataPoint point, boolean positive) {
        return positive ? point.positive() : point.negative();
    }

    private static void replace(
            ExponentialHistogramDataPoint point, boolean positive, @Nullable Object value)
            throws EvaluationException {
        Buckets copy =
                Fields.expect(Buckets.class, "pmetric.ExponentialHistogramDataPointBuckets", value)
                        .copy();
        if (positive) {
            point.positive(copy);
        } else {
            point.negative(copy);
        }
    }

    private static ExponentialHistogramDataPoint point(Cursor cursor) throws EvaluationException {
        if (cursor.dataPoint() instanceof ExponentialHistogramDataPoint point) {
            return point;
        }
        throw new EvaluationException(
                "expects pmetric.ExponentialHistogramDataPoint but got pmetric."
                        + cursor.dataPoint().getClass().getSimpleName());
    }
}
