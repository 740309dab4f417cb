// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.prometheus;

import dev.forager.pdata.AggregationTemporality;
import dev.forager.pdata.DataPoint;
import dev.forager.pdata.DataPointFlags;
import dev.forager.pdata.Exemplar;
import dev.forager.pdata.ExponentialHistogram;
import dev.forager.pdata.ExponentialHistogramDataPoint;
import dev.forager.pdata.Gauge;
import dev.forager.pdata.Histogram;
import dev.forager.pdata.HistogramDataPoint;
import dev.forager.pdata.InstrumentationScope;
import dev.forager.pdata.Metric;
import dev.forager.pdata.MetricData;
import dev.forager.pdata.NumberDataPoint;
import dev.forager.pdata.Records;
import dev.forager.pdata.Resource;
import dev.forager.pdata.Sum;
import dev.forager.pdata.Summary;
import dev.forager.pdata.SummaryDataPoint;
import dev.forager.pdata.ValueAtQuantile;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Translates the metrics of a request one by one. Confined to one thread. */
final class PointTranslator {
    private static final String TEMPORALITY = "temporality";
    private static final String NAME = "name";

    private final TranslationSettings settings;
    private final MetricNames names;
    private final PointLabels labels;
    private final SeriesTable table;
    private final ClassicHistograms classic;
    private long newest;

    PointTranslator(
            TranslationSettings settings,
            MetricNames names,
            LabelNames labelNames,
            SeriesTable table) {
        this.settings = settings;
        this.names = names;
        this.table = table;
        labels = new PointLabels(settings, labelNames);
        classic = new ClassicHistograms(table, settings.bound());
    }

    void enter(Resource resource) {
        labels.enter(resource);
        newest = 0;
    }

    void enter(InstrumentationScope scope) {
        labels.enter(scope);
    }

    void translate(Metric metric) {
        MetricData data = metric.data();
        if (data == null) {
            fail(metric, 0, "type", "unsupported metric type");
            return;
        }
        int points = data.dataPoints().size();
        if (!isCumulative(data)) {
            note(data);
            fail(
                    metric,
                    points,
                    TEMPORALITY,
                    "invalid temporality and type combination for metric \"%s\""
                            .formatted(metric.name()));
        } else if (points == 0) {
            fail(metric, 0, "empty", "empty data points. %s is dropped".formatted(metric.name()));
        } else {
            translate(metric, data, points);
        }
    }

    private static boolean isCumulative(MetricData data) {
        return switch (data) {
            case Gauge _, Summary _ -> true;
            case Sum sum -> isCumulative(sum.aggregationTemporality());
            case Histogram histogram -> isCumulative(histogram.aggregationTemporality());
            case ExponentialHistogram histogram -> isCumulative(histogram.aggregationTemporality());
        };
    }

    private static boolean isCumulative(AggregationTemporality temporality) {
        return temporality == AggregationTemporality.CUMULATIVE;
    }

    private void translate(Metric metric, MetricData data, int points) {
        MetricFamily family;
        try {
            family = names.family(metric, data, type(metric, data));
        } catch (UntranslatableException e) {
            note(data);
            fail(metric, points, NAME, e.getMessage());
            return;
        }
        table.add(family);
        for (DataPoint point : Records.passing(data.dataPoints())) {
            if (!isTimed(point)) {
                fail(
                        metric,
                        1,
                        "time",
                        "time of a point is %s (expected: nanoseconds from 1970 to 2262)"
                                .formatted(Long.toUnsignedString(point.timeUnixNano())));
                continue;
            }
            note(point);
            try {
                translate(family, data, point, labels.of(point.attributes()));
            } catch (UntranslatableException e) {
                fail(metric, 1, "point", e.getMessage());
            }
        }
    }

    private void note(MetricData data) {
        Records.passing(data.dataPoints()).forEach(this::note);
    }

    private void note(DataPoint point) {
        if (isTimed(point)) {
            newest = Math.max(newest, Times.millis(point.timeUnixNano()));
        }
    }

    /**
     * Whether a point has a time: 0 stands for none, and Go's exporter takes what is above the
     * signed numbers for a time before 1970. Prometheus would refuse all that is sent with it, or
     * (2.42) take nothing after it.
     */
    private static boolean isTimed(DataPoint point) {
        return point.timeUnixNano() > 0;
    }

    private void fail(Metric metric, int points, String reason, @Nullable String text) {
        table.fail(metric.name(), points, reason, String.valueOf(text));
    }

    private static MetricType type(Metric metric, MetricData data) {
        String said = MetricNames.prometheusType(metric);
        return switch (data) {
            case Gauge _ -> said.equals("unknown") ? MetricType.UNKNOWN : MetricType.GAUGE;
            case Sum sum when sum.isMonotonic() -> MetricType.COUNTER;
            case Sum _ ->
                    switch (said) {
                        case "info" -> MetricType.INFO;
                        case "stateset" -> MetricType.STATE_SET;
                        default -> MetricType.GAUGE;
                    };
            case Histogram _, ExponentialHistogram _ -> MetricType.HISTOGRAM;
            case Summary _ -> MetricType.SUMMARY;
        };
    }

    private void translate(MetricFamily family, MetricData data, DataPoint point, Labels base)
            throws UntranslatableException {
        switch (point) {
            case NumberDataPoint number ->
                    addNumber(family, number, base, data instanceof Sum sum && sum.isMonotonic());
            case HistogramDataPoint histogram -> {
                if (settings.toCustomBuckets()) {
                    NativeHistogram whole = NativeHistogram.ofBounds(histogram);
                    addNative(family, whole, histogram.exemplars(), point, base);
                }
                if (!settings.toCustomBuckets() || settings.keepsClassic()) {
                    classic.add(family, histogram, base);
                }
            }
            case ExponentialHistogramDataPoint histogram -> {
                NativeHistogram whole = NativeHistogram.of(histogram);
                addNative(family, whole, histogram.exemplars(), point, base);
            }
            case SummaryDataPoint summary -> addSummary(family, summary, base);
        }
    }

    private void addNumber(
            MetricFamily family, NumberDataPoint point, Labels base, boolean isCounter) {
        Series series = table.get(base.with(Labels.NAME, family.name()), family);
        double value =
                switch (point.valueCase()) {
                    case AS_INT -> (double) point.asInt();
                    case AS_DOUBLE -> point.asDouble();
                    case NOT_SET -> 0;
                };
        long start = isCounter ? Times.millis(point.startTimeUnixNano()) : 0;
        series.add(Times.millis(point.timeUnixNano()), bits(point, value), start);
        if (isCounter) {
            Exemplars.of(point.exemplars(), point).forEach(series::add);
        }
    }

    private void addNative(
            MetricFamily family,
            NativeHistogram histogram,
            List<Exemplar> exemplars,
            DataPoint point,
            Labels base) {
        Series series = table.get(base.with(Labels.NAME, family.name()), family);
        series.add(histogram);
        Exemplars.of(exemplars, point).forEach(series::add);
    }

    private void addSummary(MetricFamily family, SummaryDataPoint point, Labels base) {
        long time = Times.millis(point.timeUnixNano());
        long start = Times.millis(point.startTimeUnixNano());
        table.get(base.with(Labels.NAME, family.name() + "_sum"), family)
                .add(time, bits(point, point.sum()), start);
        table.get(base.with(Labels.NAME, family.name() + "_count"), family)
                .add(time, bits(point, Counts.toDouble(point.count())), start);
        Labels named = base.with(Labels.NAME, family.name());
        for (ValueAtQuantile quantile : point.quantileValues()) {
            Labels own = named.with("quantile", settings.bound().apply(quantile.quantile()));
            table.get(own, family).add(time, bits(point, quantile.value()), start);
        }
    }

    static long bits(DataPoint point, double value) {
        return isStale(point) ? Series.STALE : Double.doubleToRawLongBits(value);
    }

    static boolean isStale(DataPoint point) {
        return (point.flags() & DataPointFlags.NO_RECORDED_VALUE_MASK) != 0;
    }

    /** The attributes of a resource that are not its identity, at the time of its newest point. */
    void addTargetInfo(Resource resource) {
        if (!settings.hasTargetInfo() || newest == 0 || !labels.isDescribed(resource)) {
            return;
        }
        String namespace = settings.namespace();
        String name = namespace.isEmpty() ? "target_info" : namespace + "_target_info";
        var family = new MetricFamily(name, MetricType.GAUGE, "Target metadata", "");
        try {
            Labels target = labels.ofTarget(resource);
            if (target.get("job") != null || target.get("instance") != null) {
                table.get(target.with(Labels.NAME, name), family)
                        .add(newest, Double.doubleToRawLongBits(1), 0);
            }
        } catch (UntranslatableException e) {
            table.fail(name, 0, NAME, String.valueOf(e.getMessage()));
        }
    }
}
