// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.transform.functions;

import dev.forager.ottl.Action;
import dev.forager.ottl.Cursor;
import dev.forager.ottl.Doc;
import dev.forager.ottl.Editor;
import dev.forager.ottl.OnlyIn;
import dev.forager.ottl.OttlContext;
import dev.forager.ottl.OttlFunction;
import dev.forager.pdata.ExponentialHistogram;
import dev.forager.pdata.ExponentialHistogramDataPoint;
import dev.forager.pdata.Histogram;
import dev.forager.pdata.HistogramDataPoint;
import dev.forager.pdata.Metric;
import java.security.SecureRandom;
import java.util.List;

/** A histogram with given bounds that is made of an exponential one. */
final class ExplicitBuckets {
    static final List<Class<? extends OttlFunction>> ALL =
            List.of(ConvertExponentialHistogramToHistogram.class);

    private ExplicitBuckets() {}

    /** Where the count of an exponential bucket goes that lies across bounds. */
    enum DistributionFunction {
        UPPER,
        MIDPOINT,
        UNIFORM,
        RANDOM
    }

    @OnlyIn(OttlContext.METRIC)
    @Doc("Makes an exponential histogram one with given bounds; other metrics stay as they are.")
    record ConvertExponentialHistogramToHistogram(
            @Doc("Where the count of a bucket goes that lies across bounds.")
                    DistributionFunction distributionFn,
            @Doc("The bounds, rising.") List<Double> explicitBounds)
            implements Editor {
        ConvertExponentialHistogramToHistogram {
            if (explicitBounds.isEmpty()) {
                throw new IllegalArgumentException("explicit bounds cannot be empty: []");
            }
        }

        @Override
        public Action compile() {
            double[] bounds = explicitBounds.stream().mapToDouble(Double::doubleValue).toArray();
            var distribution = new BucketDistribution(bounds, distributionFn, new SecureRandom());
            return cursor -> convert(cursor, bounds, distribution);
        }

        private static void convert(
                Cursor cursor, double[] bounds, BucketDistribution distribution) {
            Metric metric = cursor.metric();
            if (!(metric.data() instanceof ExponentialHistogram exponential)) {
                return;
            }
            Histogram histogram =
                    new Histogram().aggregationTemporality(exponential.aggregationTemporality());
            for (ExponentialHistogramDataPoint point : exponential.dataPoints()) {
                HistogramDataPoint made = converted(point);
                made.explicitBounds().setAll(bounds);
                made.bucketCounts().setAll(distribution.of(point));
                histogram.dataPoints().add(made);
            }
            metric.data(histogram);
        }
    }

    /** All but the buckets. */
    private static HistogramDataPoint converted(ExponentialHistogramDataPoint point) {
        HistogramDataPoint made =
                new HistogramDataPoint()
                        .startTimeUnixNano(point.startTimeUnixNano())
                        .timeUnixNano(point.timeUnixNano())
                        .count(point.count())
                        .flags(point.flags());
        if (point.hasSum()) {
            made.sum(point.sum());
        }
        if (point.hasMin()) {
            made.min(point.min());
        }
        if (point.hasMax()) {
            made.max(point.max());
        }
        made.attributes().putAll(point.attributes());
        made.exemplars().addAll(point.exemplars());
        return made;
    }
}
