// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheusremotewrite;

import static java.util.Objects.requireNonNull;

import dev.forager.pdata.ExponentialHistogram;
import dev.forager.pdata.ExponentialHistogramDataPoint;
import dev.forager.pdata.Gauge;
import dev.forager.pdata.Histogram;
import dev.forager.pdata.HistogramDataPoint;
import dev.forager.pdata.Metric;
import dev.forager.pdata.Metrics;
import dev.forager.pdata.NumberDataPoint;
import dev.forager.pdata.Sum;
import dev.forager.prometheus.MetricFamily;
import dev.forager.prometheus.NativeHistogram;
import dev.forager.prometheus.Series;
import java.util.List;

/**
 * Makes OTLP of a request.
 *
 * @see <a
 *     href="https://opentelemetry.io/docs/specs/otel/compatibility/prometheus_and_openmetrics/">Prometheus
 *     and OpenMetrics compatibility</a>
 */
final class SeriesConverter {
    private static final String TARGET_INFO = "target_info";

    private final Memory memory;
    private final MetricTree tree;
    private final SplitHistograms split;

    private SeriesConverter(Memory memory) {
        this.memory = memory;
        tree = new MetricTree(memory);
        split = new SplitHistograms(tree);
    }

    /** The metrics of a request; what it tells of targets and types is remembered first. */
    static Metrics convert(WriteRequest request, Memory memory) {
        request.metadata().forEach(memory::learn);
        for (Series series : request.series()) {
            if (isTargetInfo(series)) {
                memory.describe(series);
            }
        }
        var converter = new SeriesConverter(memory);
        for (Series series : request.series()) {
            if (!isTargetInfo(series)) {
                converter.add(series);
            }
        }
        converter.split.finish();
        return converter.tree.metrics();
    }

    private static boolean isTargetInfo(Series series) {
        return series.family().name().equals(TARGET_INFO);
    }

    private void add(Series series) {
        MetricFamily family = memory.family(series);
        int last = series.histograms().size() - 1;
        for (int i = 0; i <= last; i++) {
            add(series, family, series.histograms().get(i), i == last);
        }
        if (series.size() > 0 && !split.add(series, family)) {
            addNumbers(series, family);
        }
    }

    private void addNumbers(Series series, MetricFamily family) {
        MetricTree.Shape shape =
                switch (family.type()) {
                    case COUNTER -> MetricTree.Shape.COUNTER;
                    case GAUGE -> MetricTree.Shape.GAUGE;
                    case INFO -> MetricTree.Shape.INFO;
                    case STATE_SET -> MetricTree.Shape.STATE_SET;
                    case UNKNOWN, HISTOGRAM, GAUGE_HISTOGRAM, SUMMARY -> MetricTree.Shape.UNKNOWN;
                };
        Metric metric =
                tree.metric(tree.scope(series.labels()), series.family().name(), shape, family);
        List<NumberDataPoint> points =
                metric.data() instanceof Sum sum
                        ? sum.dataPoints()
                        : ((Gauge) requireNonNull(metric.data())).dataPoints();
        Points.addNumbers(points, series, metric.data() instanceof Sum);
    }

    private void add(
            Series series, MetricFamily family, NativeHistogram histogram, boolean isLast) {
        boolean isCustom = histogram.schema() == NativeHistogram.CUSTOM_BUCKETS;
        Metric metric =
                tree.metric(
                        tree.scope(series.labels()),
                        series.family().name(),
                        isCustom ? MetricTree.Shape.HISTOGRAM : MetricTree.Shape.EXPONENTIAL,
                        family);
        if (metric.data() instanceof Histogram custom) {
            HistogramDataPoint point = Points.custom(histogram);
            Points.attributes(point.attributes(), series.labels());
            if (isLast) {
                Points.addExemplars(point.exemplars(), series.exemplars());
            }
            custom.dataPoints().add(point);
        } else if (metric.data() instanceof ExponentialHistogram exponential) {
            ExponentialHistogramDataPoint point = Points.exponential(histogram);
            Points.attributes(point.attributes(), series.labels());
            if (isLast) {
                Points.addExemplars(point.exemplars(), series.exemplars());
            }
            exponential.dataPoints().add(point);
        }
    }
}
