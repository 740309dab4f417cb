// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.transform.functions;

import dev.forager.ottl.Action;
import dev.forager.ottl.Cursor;
import dev.forager.ottl.Default;
import dev.forager.ottl.Doc;
import dev.forager.ottl.Editor;
import dev.forager.ottl.Named;
import dev.forager.ottl.OnlyIn;
import dev.forager.ottl.OttlContext;
import dev.forager.ottl.OttlFunction;
import dev.forager.pdata.Gauge;
import dev.forager.pdata.Metric;
import dev.forager.pdata.NumberDataPoint;
import dev.forager.pdata.Sum;
import dev.forager.pdata.Summary;
import dev.forager.pdata.SummaryDataPoint;
import dev.forager.pdata.ValueAtQuantile;
import java.util.List;
import java.util.function.Function;

/**
 * Editors that add parts of a summary as metrics of their own; other metrics stay as they are. As
 * in the Go collector, two of them belong to data points and add the whole metric for each point
 * that they run on.
 */
final class SummaryConversions {
    static final List<Class<? extends OttlFunction>> ALL =
            List.of(
                    ConvertSummaryCountValToSum.class,
                    ConvertSummarySumValToSum.class,
                    ConvertSummaryQuantileValToGauge.class);

    private SummaryConversions() {}

    @OnlyIn(OttlContext.DATA_POINT)
    @Doc("Adds the counts of a summary as a sum, for each data point that it runs on.")
    record ConvertSummaryCountValToSum(
            @Doc("What the values count from.") @Named("string_agg_temp")
                    Temporality aggregationTemporality,
            @Doc("Whether the sum only rises.") boolean monotonic,
            @Doc("What the new name ends with.") @Default("\"_count\"") String suffix)
            implements Editor {
        @Override
        public Action compile() {
            return cursor ->
                    addSum(
                            cursor,
                            suffix,
                            sum(aggregationTemporality, monotonic),
                            point -> Points.numberOf(point).asInt(point.count()));
        }
    }

    @OnlyIn(OttlContext.DATA_POINT)
    @Doc("Adds the sums of a summary as a sum, for each data point that it runs on.")
    record ConvertSummarySumValToSum(
            @Doc("What the values count from.") @Named("string_agg_temp")
                    Temporality aggregationTemporality,
            @Doc("Whether the sum only rises.") boolean monotonic,
            @Doc("What the new name ends with.") @Default("\"_sum\"") String suffix)
            implements Editor {
        @Override
        public Action compile() {
            return cursor ->
                    addSum(
                            cursor,
                            suffix,
                            sum(aggregationTemporality, monotonic),
                            point -> Points.numberOf(point).asDouble(point.sum()));
        }
    }

    private static Sum sum(Temporality temporality, boolean monotonic) {
        return new Sum().aggregationTemporality(temporality.inPdata()).isMonotonic(monotonic);
    }

    private static void addSum(
            Cursor cursor,
            String suffix,
            Sum sum,
            Function<SummaryDataPoint, NumberDataPoint> extraction) {
        Metric metric = cursor.metric();
        if (metric.data() instanceof Summary summary) {
            for (SummaryDataPoint point : summary.dataPoints()) {
                sum.dataPoints().add(extraction.apply(point));
            }
            cursor.metrics().add(Points.derived(metric, metric.name() + suffix).data(sum));
        }
    }

    @OnlyIn(OttlContext.METRIC)
    @Doc("Adds the quantiles of a summary as a gauge with a point for each.")
    record ConvertSummaryQuantileValToGauge(
            @Doc("The attribute that names the quantile.") @Default("\"quantile\"")
                    String attributeKey,
            @Doc("What the new name ends with.") @Default("\".quantiles\"") String suffix)
            implements Editor {
        @Override
        public Action compile() {
            return this::convert;
        }

        private void convert(Cursor cursor) {
            Metric metric = cursor.metric();
            if (!(metric.data() instanceof Summary summary)) {
                return;
            }
            Gauge gauge = new Gauge();
            for (SummaryDataPoint point : summary.dataPoints()) {
                for (ValueAtQuantile each : point.quantileValues()) {
                    NumberDataPoint number = Points.numberOf(point).asDouble(each.value());
                    number.attributes().put(attributeKey, each.quantile());
                    gauge.dataPoints().add(number);
                }
            }
            cursor.metrics().add(Points.derived(metric, metric.name() + suffix).data(gauge));
        }
    }
}
