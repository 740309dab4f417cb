// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.transform.functions;

import dev.forager.ottl.Action;
import dev.forager.ottl.Cursor;
import dev.forager.ottl.Doc;
import dev.forager.ottl.Editor;
import dev.forager.ottl.EvaluationException;
import dev.forager.ottl.Named;
import dev.forager.ottl.OnlyIn;
import dev.forager.ottl.OttlContext;
import dev.forager.ottl.OttlFunction;
import dev.forager.ottl.StringGetter;
import dev.forager.pdata.DataPoint;
import dev.forager.pdata.ExponentialHistogram;
import dev.forager.pdata.Gauge;
import dev.forager.pdata.Metric;
import dev.forager.pdata.MetricData;
import dev.forager.pdata.Sum;
import dev.forager.pdata.SummaryDataPoint;
import dev.forager.pdata.ValueAtQuantile;
import dev.forager.processors.aggregation.PointScaling;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Editors that change what a metric is or in which unit it counts. */
final class Conversions {
    static final List<Class<? extends OttlFunction>> ALL =
            List.of(ConvertGaugeToSum.class, ConvertSumToGauge.class, ScaleMetric.class);

    private Conversions() {}

    @OnlyIn(OttlContext.METRIC)
    @Doc("Makes a gauge a sum; other metrics stay as they are.")
    record ConvertGaugeToSum(
            @Doc("What the values count from.") @Named("string_agg_temp")
                    Temporality aggregationTemporality,
            @Doc("Whether the sum only rises.") boolean monotonic)
            implements Editor {
        @Override
        public Action compile() {
            return cursor -> {
                Metric metric = cursor.metric();
                if (metric.data() instanceof Gauge gauge) {
                    Sum sum =
                            new Sum()
                                    .aggregationTemporality(aggregationTemporality.inPdata())
                                    .isMonotonic(monotonic);
                    sum.dataPoints().addAll(gauge.dataPoints());
                    metric.data(sum);
                }
            };
        }
    }

    @OnlyIn(OttlContext.METRIC)
    @Doc("Makes a sum a gauge; other metrics stay as they are.")
    record ConvertSumToGauge() implements Editor {
        @Override
        public Action compile() {
            return cursor -> {
                Metric metric = cursor.metric();
                if (metric.data() instanceof Sum sum) {
                    Gauge gauge = new Gauge();
                    gauge.dataPoints().addAll(sum.dataPoints());
                    metric.data(gauge);
                }
            };
        }
    }

    @OnlyIn(OttlContext.METRIC)
    @Doc("Multiplies the values of a metric; not of an exponential histogram.")
    record ScaleMetric(
            @Doc("The factor.") double multiplier,
            @Doc("The unit of the new values.") @Nullable StringGetter unit)
            implements Editor {
        @Override
        public Action compile() {
            return this::scale;
        }

        private void scale(Cursor cursor) throws EvaluationException {
            String newUnit = unit == null ? null : unit.get(cursor);
            Metric metric = cursor.metric();
            MetricData data = metric.data();
            if (data == null) {
                throw new EvaluationException("unsupported metric type: 'Empty'");
            }
            if (data instanceof ExponentialHistogram) {
                throw new EvaluationException(
                        "exponential histograms are not supported by the 'scale_metric' function");
            }
            for (DataPoint point : data.dataPoints()) {
                if (point instanceof SummaryDataPoint summary) {
                    scale(summary);
                } else {
                    PointScaling.scale(point, multiplier);
                }
            }
            if (newUnit != null) {
                metric.unit(newUnit);
            }
        }

        private void scale(SummaryDataPoint point) {
            point.sum(point.sum() * multiplier);
            for (ValueAtQuantile each : point.quantileValues()) {
                each.value(each.value() * multiplier);
            }
        }
    }
}
