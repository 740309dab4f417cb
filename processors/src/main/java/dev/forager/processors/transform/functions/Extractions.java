// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.transform.functions;

import static java.util.Objects.requireNonNull;

import dev.forager.ottl.Action;
import dev.forager.ottl.Cursor;
import dev.forager.ottl.Default;
import dev.forager.ottl.Doc;
import dev.forager.ottl.Editor;
import dev.forager.ottl.EvaluationException;
import dev.forager.ottl.OnlyIn;
import dev.forager.ottl.OttlContext;
import dev.forager.ottl.OttlFunction;
import dev.forager.pdata.AggregationTemporality;
import dev.forager.pdata.DataPoint;
import dev.forager.pdata.ExponentialHistogram;
import dev.forager.pdata.ExponentialHistogramDataPoint;
import dev.forager.pdata.Gauge;
import dev.forager.pdata.Histogram;
import dev.forager.pdata.HistogramDataPoint;
import dev.forager.pdata.Metric;
import dev.forager.pdata.MetricData;
import dev.forager.pdata.NumberDataPoint;
import dev.forager.pdata.Sum;
import dev.forager.pdata.Summary;
import dev.forager.pdata.SummaryDataPoint;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Editors that add the mean, sum or count of histograms and summaries as a metric of its own. */
final class Extractions {
    static final List<Class<? extends OttlFunction>> ALL =
            List.of(ExtractAvgMetric.class, ExtractCountMetric.class, ExtractSumMetric.class);

    private Extractions() {}

    /** How a point becomes a number. */
    @FunctionalInterface
    private interface Extraction {
        /** Null if the point has no such number. */
        @Nullable NumberDataPoint of(DataPoint point);
    }

    @OnlyIn(OttlContext.METRIC)
    @Doc("Adds the means of a histogram, exponential histogram or summary as a gauge.")
    record ExtractAvgMetric(@Doc("What the new name ends with.") @Default("\"_avg\"") String suffix)
            implements Editor {
        @Override
        public Action compile() {
            return cursor -> {
                Metric metric = cursor.metric();
                requireDistribution("extract_avg_metric", metric);
                Gauge gauge = new Gauge();
                if (addTo(gauge.dataPoints(), metric, Extractions::mean)) {
                    cursor.metrics()
                            .add(Points.derived(metric, metric.name() + suffix).data(gauge));
                }
            };
        }
    }

    @OnlyIn(OttlContext.METRIC)
    @Doc("Adds the counts of a histogram, exponential histogram or summary as a sum.")
    record ExtractCountMetric(
            @Doc("Whether the new sum only rises.") boolean monotonic,
            @Doc("What the new name ends with.") @Default("\"_count\"") String suffix)
            implements Editor {
        @Override
        public Action compile() {
            return cursor -> {
                Metric metric = cursor.metric();
                Metric derived = Points.derived(metric, metric.name() + suffix).unit("1");
                extract("extract_count_metric", cursor, derived, monotonic, Extractions::count);
            };
        }
    }

    @OnlyIn(OttlContext.METRIC)
    @Doc("Adds the sums of a histogram, exponential histogram or summary as a sum.")
    record ExtractSumMetric(
            @Doc("Whether the new sum only rises.") boolean monotonic,
            @Doc("What the new name ends with.") @Default("\"_sum\"") String suffix)
            implements Editor {
        @Override
        public Action compile() {
            return cursor -> {
                Metric metric = cursor.metric();
                Metric derived = Points.derived(metric, metric.name() + suffix);
                extract("extract_sum_metric", cursor, derived, monotonic, Extractions::sum);
            };
        }
    }

    private static void extract(
            String function,
            Cursor cursor,
            Metric derived,
            boolean monotonic,
            Extraction extraction)
            throws EvaluationException {
        Metric metric = cursor.metric();
        requireDistribution(function, metric);
        Sum sum =
                new Sum().aggregationTemporality(temporality(metric.data())).isMonotonic(monotonic);
        if (addTo(sum.dataPoints(), metric, extraction)) {
            cursor.metrics().add(derived.data(sum));
        }
    }

    /** Whether there was a point with such a number. */
    private static boolean addTo(
            List<NumberDataPoint> numbers, Metric metric, Extraction extraction) {
        for (DataPoint point : requireNonNull(metric.data()).dataPoints()) {
            NumberDataPoint number = extraction.of(point);
            if (number != null) {
                numbers.add(number);
            }
        }
        return !numbers.isEmpty();
    }

    private static void requireDistribution(String function, Metric metric)
            throws EvaluationException {
        if (temporality(metric.data()) == AggregationTemporality.UNSPECIFIED) {
            throw new EvaluationException(
                    ("%s requires an input metric of type Histogram, ExponentialHistogram or"
                                    + " Summary, got %s")
                            .formatted(function, Points.kind(metric.data())));
        }
    }

    /** Summaries count from their start, as OpenMetrics has it. */
    private static AggregationTemporality temporality(@Nullable MetricData data) {
        return switch (data) {
            case Histogram histogram -> histogram.aggregationTemporality();
            case ExponentialHistogram histogram -> histogram.aggregationTemporality();
            case Summary _ -> AggregationTemporality.CUMULATIVE;
            case null, default -> AggregationTemporality.UNSPECIFIED;
        };
    }

    private static @Nullable NumberDataPoint count(DataPoint point) {
        return switch (point) {
            case HistogramDataPoint each -> Points.numberOf(each).asInt(each.count());
            case ExponentialHistogramDataPoint each -> Points.numberOf(each).asInt(each.count());
            case SummaryDataPoint each -> Points.numberOf(each).asInt(each.count());
            case NumberDataPoint _ -> null;
        };
    }

    private static @Nullable NumberDataPoint sum(DataPoint point) {
        return switch (point) {
            case HistogramDataPoint each when each.hasSum() ->
                    Points.numberOf(each).asDouble(each.sum());
            case ExponentialHistogramDataPoint each when each.hasSum() ->
                    Points.numberOf(each).asDouble(each.sum());
            case SummaryDataPoint each -> Points.numberOf(each).asDouble(each.sum());
            default -> null;
        };
    }

    private static @Nullable NumberDataPoint mean(DataPoint point) {
        NumberDataPoint sum = sum(point);
        NumberDataPoint count = count(point);
        return sum == null || count == null || count.asInt() == 0
                ? null
                : sum.asDouble(sum.asDouble() / count.asInt());
    }
}
