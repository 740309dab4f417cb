// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.connectors.distribution;

import dev.forager.pdata.AggregationTemporality;
import dev.forager.pdata.Attributes;
import dev.forager.pdata.DataPoint;
import dev.forager.pdata.Exemplar;
import dev.forager.pdata.ExponentialHistogram;
import dev.forager.pdata.ExponentialHistogramDataPoint;
import dev.forager.pdata.Histogram;
import dev.forager.pdata.HistogramDataPoint;
import dev.forager.pdata.MetricData;
import java.util.List;

/** How often values of each size were seen. Confined to its owner's lock. */
public sealed interface Distribution permits ExplicitCounts, ExponentialCounts {
    /** Counts {@code value}, {@code times} times. */
    void record(double value, long times);

    /** Bytes of memory that it takes now, estimated. */
    long byteSize();

    /** How many values there were. */
    long count();

    /** Puts count, sum and buckets into a new data point at the end of {@code data}. */
    Point addPoint(MetricData data);

    /** An empty metric that {@link #addPoint} accepts. */
    MetricData newData(AggregationTemporality temporality);

    /**
     * A data point of either kind of histogram.
     *
     * @param point times and attributes
     * @param exemplars its exemplars, to be added to
     */
    record Point(DataPoint point, List<Exemplar> exemplars) {
        static Point of(HistogramDataPoint point) {
            return new Point(point, point.exemplars());
        }

        static Point of(ExponentialHistogramDataPoint point) {
            return new Point(point, point.exemplars());
        }

        /** The attributes of the data point. */
        public Attributes attributes() {
            return point.attributes();
        }
    }

    /** The list of an explicit histogram's points. */
    static Histogram explicit(MetricData data) {
        if (data instanceof Histogram histogram) {
            return histogram;
        }
        throw new IllegalArgumentException(
                "data: %s (expected: a histogram)".formatted(data.getClass().getSimpleName()));
    }

    /** The list of an exponential histogram's points. */
    static ExponentialHistogram exponential(MetricData data) {
        if (data instanceof ExponentialHistogram histogram) {
            return histogram;
        }
        throw new IllegalArgumentException(
                "data: %s (expected: an exponential histogram)"
                        .formatted(data.getClass().getSimpleName()));
    }
}
