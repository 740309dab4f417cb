// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.connectors.distribution;

import dev.forager.pdata.AggregationTemporality;
import dev.forager.pdata.Histogram;
import dev.forager.pdata.HistogramDataPoint;
import dev.forager.pdata.MetricData;

/** Counts between bounds that the configuration gives; a value on a bound counts below it. */
public final class ExplicitCounts implements Distribution {
    private final double[] bounds;
    private final long[] counts;
    private long count;
    private double sum;

    /**
     * Nothing counted yet.
     *
     * @param bounds upper bounds in ascending order, not copied and never written to
     */
    public ExplicitCounts(double[] bounds) {
        this.bounds = bounds;
        this.counts = new long[bounds.length + 1];
    }

    @Override
    public void record(double value, long times) {
        sum += value * times;
        count += times;
        counts[bucketOf(value)] += times;
    }

    /** The first bucket whose bound is not below the value; NaN is above all bounds. */
    private int bucketOf(double value) {
        int low = 0;
        int high = bounds.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (bounds[middle] >= value) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    @Override
    public long byteSize() {
        return 64 + (long) Long.BYTES * counts.length;
    }

    @Override
    public long count() {
        return count;
    }

    @Override
    public Point addPoint(MetricData data) {
        HistogramDataPoint point = Distribution.explicit(data).addDataPoint();
        point.count(count).sum(sum);
        point.bucketCounts().setAll(counts);
        point.explicitBounds().setAll(bounds);
        return Point.of(point);
    }

    @Override
    public MetricData newData(AggregationTemporality temporality) {
        return new Histogram().aggregationTemporality(temporality);
    }
}
