// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.aggregation;

import dev.forager.pdata.DataPoint;
import dev.forager.pdata.ExponentialDistribution;
import dev.forager.pdata.ExponentialHistogramDataPoint;
import dev.forager.pdata.HistogramDataPoint;
import java.util.Arrays;
import java.util.List;

/**
 * Adds histograms to the first of them. What one of them does not tell (sum, minimum, maximum) the
 * result does not tell either. Stateless.
 */
final class HistogramMerge {
    /** As many buckets as SDKs keep on one side; more where a single point has more. */
    private static final int MAX_BUCKETS = 160;

    private HistogramMerge() {}

    /** Histograms that {@link #canAdd can be added}. */
    static HistogramDataPoint ofExplicit(List<HistogramDataPoint> group) {
        HistogramDataPoint result = group.getFirst();
        for (HistogramDataPoint each : group.subList(1, group.size())) {
            if (each.count() != 0) {
                add(result, each);
                result.exemplars().addAll(each.exemplars());
                widen(result, each);
            }
        }
        return result;
    }

    /** Whether both have the same buckets. */
    static boolean canAdd(HistogramDataPoint total, HistogramDataPoint more) {
        return total.bucketCounts().size() == more.bucketCounts().size()
                && Arrays.equals(total.explicitBounds().toArray(), more.explicitBounds().toArray());
    }

    /** Adds a histogram of the same buckets, without its exemplars; always true. */
    static boolean add(HistogramDataPoint total, HistogramDataPoint more) {
        total.count(total.count() + more.count());
        if (total.hasSum() && more.hasSum()) {
            total.sum(total.sum() + more.sum());
        } else {
            total.clearSum();
        }
        if (total.hasMin() && more.hasMin()) {
            total.min(Math.min(total.min(), more.min()));
        } else {
            total.clearMin();
        }
        if (total.hasMax() && more.hasMax()) {
            total.max(Math.max(total.max(), more.max()));
        } else {
            total.clearMax();
        }
        for (int i = 0; i < more.bucketCounts().size(); i++) {
            long sum = total.bucketCounts().get(i) + more.bucketCounts().get(i);
            total.bucketCounts().set(i, sum);
        }
        return true;
    }

    /** Histograms of any scales and zero buckets. */
    static ExponentialHistogramDataPoint ofExponential(List<ExponentialHistogramDataPoint> group) {
        ExponentialHistogramDataPoint result = group.getFirst();
        for (ExponentialHistogramDataPoint each : group.subList(1, group.size())) {
            if (each.count() != 0) {
                add(result, each);
                result.exemplars().addAll(each.exemplars());
                widen(result, each);
            }
        }
        return result;
    }

    /** Adds a histogram of any scale, without its exemplars; always true. */
    static boolean add(ExponentialHistogramDataPoint total, ExponentialHistogramDataPoint more) {
        ExponentialDistribution before = ExponentialDistribution.of(total);
        ExponentialDistribution added = ExponentialDistribution.of(more);
        int most = Math.max(MAX_BUCKETS, Math.max(widest(before), widest(added)));
        before.plus(added, most).writeTo(total);
        total.count(total.count() + more.count());
        if (total.hasSum() && more.hasSum()) {
            total.sum(total.sum() + more.sum());
        } else {
            total.clearSum();
        }
        if (total.hasMin() && more.hasMin()) {
            total.min(Math.min(total.min(), more.min()));
        } else {
            total.clearMin();
        }
        if (total.hasMax() && more.hasMax()) {
            total.max(Math.max(total.max(), more.max()));
        } else {
            total.clearMax();
        }
        return true;
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
