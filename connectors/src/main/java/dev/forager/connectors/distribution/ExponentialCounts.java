// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.connectors.distribution;

import dev.forager.pdata.AggregationTemporality;
import dev.forager.pdata.ExponentialDistribution;
import dev.forager.pdata.ExponentialHistogram;
import dev.forager.pdata.ExponentialHistogramDataPoint;
import dev.forager.pdata.MetricData;

/**
 * Counts in buckets whose bounds grow by a factor, which is chosen as small as the values seen
 * allow with at most so many buckets. Both signs share the scale.
 *
 * @see <a
 *     href="https://opentelemetry.io/docs/specs/otel/metrics/data-model/#exponentialhistogram">the
 *     data model</a>
 */
public final class ExponentialCounts implements Distribution {
    /** The finest resolution, as in the Go collector's library. */
    private static final int MAX_SCALE = 20;

    private final int maxBuckets;
    private final BucketRow positive = new BucketRow();
    private final BucketRow negative = new BucketRow();
    private int scale = MAX_SCALE;
    private long zeroCount;
    private long count;
    private double sum;
    private double min;
    private double max;

    /**
     * Nothing counted yet.
     *
     * @param maxBuckets most buckets for each sign; at least 2
     */
    public ExponentialCounts(int maxBuckets) {
        if (maxBuckets < 2) {
            throw new IllegalArgumentException(
                    "maxBuckets: %d (expected: at least 2)".formatted(maxBuckets));
        }
        this.maxBuckets = maxBuckets;
    }

    /** NaN and infinities have no bucket and are left out. */
    @Override
    public void record(double value, long times) {
        if (!Double.isFinite(value) || times == 0) {
            return;
        }
        min = count == 0 ? value : Math.min(min, value);
        max = count == 0 ? value : Math.max(max, value);
        count += times;
        if (value == 0) {
            zeroCount += times;
            return;
        }
        sum += value * times;
        BucketRow row = value > 0 ? positive : negative;
        long index = ExponentialDistribution.indexOf(Math.abs(value), scale);
        int steps = row.stepsToFit(index, maxBuckets);
        if (steps > 0) {
            positive.coarsen(steps);
            negative.coarsen(steps);
            scale -= steps;
            index >>= steps;
        }
        row.add(index, times, maxBuckets);
    }

    @Override
    public long byteSize() {
        return 160 + positive.byteSize() + negative.byteSize();
    }

    @Override
    public long count() {
        return count;
    }

    @Override
    public Point addPoint(MetricData data) {
        ExponentialHistogramDataPoint point = Distribution.exponential(data).addDataPoint();
        point.count(count).sum(sum).zeroCount(zeroCount);
        point.scale(count == zeroCount ? 0 : scale);
        if (count != 0) {
            point.min(min).max(max);
        }
        if (!positive.isEmpty()) {
            positive.writeTo(point.positive());
        }
        if (!negative.isEmpty()) {
            negative.writeTo(point.negative());
        }
        return Point.of(point);
    }

    @Override
    public MetricData newData(AggregationTemporality temporality) {
        return new ExponentialHistogram().aggregationTemporality(temporality);
    }
}
