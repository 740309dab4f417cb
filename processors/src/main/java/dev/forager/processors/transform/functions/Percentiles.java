// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.transform.functions;

import dev.forager.ottl.Action;
import dev.forager.ottl.Cursor;
import dev.forager.ottl.Doc;
import dev.forager.ottl.Editor;
import dev.forager.ottl.EvaluationException;
import dev.forager.ottl.OnlyIn;
import dev.forager.ottl.OttlContext;
import dev.forager.ottl.OttlFunction;
import dev.forager.pdata.DataPoint;
import dev.forager.pdata.ExponentialHistogram;
import dev.forager.pdata.ExponentialHistogramDataPoint;
import dev.forager.pdata.Gauge;
import dev.forager.pdata.Histogram;
import dev.forager.pdata.HistogramDataPoint;
import dev.forager.pdata.Metric;
import dev.forager.pdata.MetricData;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A percentile of histograms as a metric of its own. */
final class Percentiles {
    static final List<Class<? extends OttlFunction>> ALL = List.of(ExtractPercentileMetric.class);

    private Percentiles() {}

    @OnlyIn(OttlContext.METRIC)
    @Doc("Adds a percentile of a histogram or exponential histogram as a gauge.")
    record ExtractPercentileMetric(
            @Doc("The percentile, above 0 and below 100.") double percentile,
            @Doc("What the new name ends with; _p and the percentile if left out.")
                    @Nullable String suffix)
            implements Editor {
        ExtractPercentileMetric {
            if (!(percentile > 0 && percentile < 100)) {
                throw new IllegalArgumentException(
                        "percentile must be greater than 0 and less than 100, got " + percentile);
            }
        }

        @Override
        public Action compile() {
            String shown = BigDecimal.valueOf(percentile).stripTrailingZeros().toPlainString();
            String end = suffix == null || suffix.isEmpty() ? "_p" + shown : suffix;
            return cursor -> extract(cursor, end, 'p' + shown);
        }

        private void extract(Cursor cursor, String end, String shown) throws EvaluationException {
            Metric metric = cursor.metric();
            MetricData data = metric.data();
            if (!(data instanceof Histogram) && !(data instanceof ExponentialHistogram)) {
                return;
            }
            Gauge gauge = new Gauge();
            for (DataPoint point : data.dataPoints()) {
                Double value = value(point);
                if (value != null) {
                    gauge.dataPoints().add(Points.numberOf(point).asDouble(value));
                }
            }
            if (gauge.dataPoints().isEmpty()) {
                return;
            }
            String about = metric.description();
            cursor.metrics()
                    .add(
                            Points.derived(metric, metric.name() + end)
                                    .description(
                                            about.isEmpty() ? shown : about + " (" + shown + ')')
                                    .data(gauge));
        }

        private @Nullable Double value(DataPoint point) throws EvaluationException {
            return switch (point) {
                case HistogramDataPoint histogram -> Quantile.of(histogram, percentile / 100);
                case ExponentialHistogramDataPoint histogram ->
                        ExponentialQuantile.of(histogram, percentile / 100);
                default -> null;
            };
        }
    }
}
