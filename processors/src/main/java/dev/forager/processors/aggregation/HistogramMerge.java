// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.aggregation;

import dev.forager.pdata.DataPoint;
import dev.forager.pdata.ExponentialDistribution;
import dev.forager.pdata.ExponentialHistogramDataPoint;
import dev.forager.pdata.HistogramDataPoint;
import java.util.List;

/** Adds histograms to the first of them, in which they all agree where they must. Stateless. */
final class HistogramMerge {
    /** As many buckets as SDKs keep on one side; more where a single point has more. */
    private static final int MAX_BUCKETS = 160;

    private HistogramMerge() {}

    /** Histograms of the same bounds. */
    static HistogramDataPoint ofExplicit(List<HistogramDataPoint> group) {
        HistogramDataPoint result = group.getFirst();
        for (HistogramDataPoint each : group.subList(1, group.size())) {
            if (each.count() == 0) {
                continue;
            }
            result.count(result.count() + each.count());
            if (result.hasSum() || each.hasSum()) {
                result.sum(result.sum() + each.sum());
            }
            if (result.hasMin()) {
                result.min(Math.min(result.min(), each.min()));
            }
            if (result.hasMax()) {
                result.max(Math.max(result.max(), each.max()));
            }
            for (int i = 0; i < each.bucketCounts().size(); i++) {
                long sum = result.bucketCounts().get(i) + each.bucketCounts().get(i);
                result.bucketCounts().set(i, sum);
            }
            result.exemplars().addAll(each.exemplars());
            widen(result, each);
        }
        return result;
    }

    /** Histograms of any scales and zero buckets. */
    static ExponentialHistogramDataPoint ofExponential(List<ExponentialHistogramDataPoint> group) {
        ExponentialHistogramDataPoint result = group.getFirst();
        if (group.size() == 1) {
            return result;
        }
        ExponentialDistribution sum = ExponentialDistribution.of(result);
        for (ExponentialHistogramDataPoint each : group.subList(1, group.size())) {
            if (each.count() == 0) {
                continue;
            }
            ExponentialDistribution more = ExponentialDistribution.of(each);
            sum = sum.plus(more, Math.max(MAX_BUCKETS, Math.max(widest(sum), widest(more))));
            result.count(result.count() + each.count());
            if (result.hasSum() || each.hasSum()) {
                result.sum(result.sum() + each.sum());
            }
            if (result.hasMin()) {
                result.min(Math.min(result.min(), each.min()));
            }
            if (result.hasMax()) {
                result.max(Math.max(result.max(), each.max()));
            }
            result.exemplars().addAll(each.exemplars());
            widen(result, each);
        }
        sum.writeTo(result);
        return result;
    }

    private static int widest(ExponentialDistribution distribution) {
        return Math.max(distribution.positive().size(), distribution.negative().size());
    }

    private static void widen(DataPoint result, DataPoint each) {
        if (Long.compareUnsigned(each.startTimeUnixNano(), result.startTimeUnixNano()) < 0) {
            result.startTimeUnixNano(each.startTimeUnixNano());
        }
    }
}
