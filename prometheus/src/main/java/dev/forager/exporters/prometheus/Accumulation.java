// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.prometheus;

import dev.forager.pdata.ExponentialDistribution;
import dev.forager.pdata.ExponentialHistogramDataPoint;
import dev.forager.prometheus.NativeHistogram;
import dev.forager.prometheus.UntranslatableException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a series when its next value comes. Of cumulative values the latest stays. Deltas
 * are added up by the rules of the Go collector: one that begins where the one before ended is
 * added; one that begins later is a restart, and the total begins anew with it. A histogram that
 * overlaps what is counted already is dropped. Stateless.
 */
final class Accumulation {
    /** As many buckets on each side of an exponential histogram as the SDKs keep. */
    private static final int MAX_BUCKETS = 160;

    private Accumulation() {}

    /**
     * The series' new value; null when the one that came is not to be counted.
     *
     * @throws UntranslatableException when Prometheus has no form for the sum
     */
    static @Nullable ServedValue next(ServedValue before, ServedValue come, boolean isDelta)
            throws UntranslatableException {
        boolean isLate = Long.compareUnsigned(come.time(), before.time()) < 0;
        if (!isDelta) {
            return isLate ? null : come;
        }
        boolean follows = come.start() == before.time();
        return switch (come) {
            case ServedValue.Scalar number ->
                    isLate
                            ? null
                            : follows && before instanceof ServedValue.Scalar total
                                    ? sum(total, number)
                                    : come;
            case ServedValue.Buckets buckets ->
                    follows && before instanceof ServedValue.Buckets total
                            ? sum(total, buckets)
                            : afterGap(before, come);
            case ServedValue.Exponential buckets ->
                    follows && before instanceof ServedValue.Exponential total
                            ? sum(total, buckets)
                            : afterGap(before, come);
            case ServedValue.Quantiles _ -> come;
        };
    }

    private static @Nullable ServedValue afterGap(ServedValue before, ServedValue come) {
        return Long.compareUnsigned(come.start(), before.time()) > 0 ? come : null;
    }

    private static ServedValue.Scalar sum(ServedValue.Scalar total, ServedValue.Scalar more) {
        long sum = total.bits() + more.bits();
        boolean overflows = ((total.bits() ^ sum) & (more.bits() ^ sum)) < 0;
        boolean isInteger = total.isInteger() && more.isInteger() && !overflows;
        return new ServedValue.Scalar(
                total.start(),
                more.time(),
                isInteger,
                isInteger ? sum : Double.doubleToRawLongBits(total.value() + more.value()),
                more.exemplars());
    }

    /** Where the bounds changed, what was counted before has no place: the total begins anew. */
    private static ServedValue.Buckets sum(ServedValue.Buckets total, ServedValue.Buckets more) {
        if (!Arrays.equals(total.bounds(), more.bounds())
                || total.counts().length != more.counts().length) {
            return more;
        }
        long[] counts = more.counts().clone();
        for (int i = 0; i < counts.length; i++) {
            counts[i] += total.counts()[i];
        }
        return new ServedValue.Buckets(
                total.start(),
                more.time(),
                total.count() + more.count(),
                total.hasSum() && more.hasSum(),
                total.sum() + more.sum(),
                more.bounds(),
                counts,
                more.exemplars());
    }

    private static ServedValue.Exponential sum(
            ServedValue.Exponential total, ServedValue.Exponential more)
            throws UntranslatableException {
        ExponentialDistribution buckets = total.buckets().plus(more.buckets(), MAX_BUCKETS);
        var point = new ExponentialHistogramDataPoint();
        buckets.writeTo(point);
        long count = total.count() + more.count();
        double sum = total.sum() + more.sum();
        point.startTimeUnixNano(total.start()).timeUnixNano(more.time()).count(count).sum(sum);
        return new ServedValue.Exponential(
                total.start(),
                more.time(),
                count,
                sum,
                buckets,
                NativeHistogram.of(point),
                more.exemplars());
    }
}
