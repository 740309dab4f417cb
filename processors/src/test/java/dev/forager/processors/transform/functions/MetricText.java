// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.transform.functions;

import dev.forager.ottl.OttlValues;
import dev.forager.pdata.AggregationTemporality;
import dev.forager.pdata.Attributes;
import dev.forager.pdata.Buckets;
import dev.forager.pdata.DataPoint;
import dev.forager.pdata.Exemplar;
import dev.forager.pdata.ExponentialHistogram;
import dev.forager.pdata.ExponentialHistogramDataPoint;
import dev.forager.pdata.Gauge;
import dev.forager.pdata.Histogram;
import dev.forager.pdata.HistogramDataPoint;
import dev.forager.pdata.Metric;
import dev.forager.pdata.MetricData;
import dev.forager.pdata.Metrics;
import dev.forager.pdata.NumberDataPoint;
import dev.forager.pdata.Sum;
import dev.forager.pdata.Summary;
import dev.forager.pdata.SummaryDataPoint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Metrics as lines of text, their points in the order of that text. */
final class MetricText {
    private MetricText() {}

    static List<String> of(Metrics metrics) {
        List<String> lines = new ArrayList<>();
        metrics.metrics().forEach(metric -> lines.add(line(metric)));
        return lines;
    }

    private static String line(Metric metric) {
        MetricData data = metric.data();
        String points =
                data == null
                        ? ""
                        : data.dataPoints().stream()
                                .map(MetricText::point)
                                .sorted()
                                .collect(Collectors.joining("; "));
        return "%s|%s|%s|%s| %s"
                .formatted(metric.name(), metric.description(), metric.unit(), kind(data), points);
    }

    private static String kind(@Nullable MetricData data) {
        return switch (data) {
            case null -> "none";
            case Gauge _ -> "Gauge";
            case Sum sum ->
                    "Sum "
                            + name(sum.aggregationTemporality())
                            + (sum.isMonotonic() ? " monotonic" : "");
            case Histogram each -> "Histogram " + name(each.aggregationTemporality());
            case ExponentialHistogram each ->
                    "ExponentialHistogram " + name(each.aggregationTemporality());
            case Summary _ -> "Summary";
        };
    }

    private static String name(AggregationTemporality temporality) {
        return temporality.name();
    }

    private static String point(DataPoint point) {
        return attributes(point.attributes())
                + switch (point) {
                    case NumberDataPoint each ->
                            each.valueCase() == NumberDataPoint.ValueCase.AS_INT
                                    ? " " + each.asInt()
                                    : " " + each.asDouble();
                    case HistogramDataPoint each -> histogram(each);
                    case ExponentialHistogramDataPoint each -> exponential(each);
                    case SummaryDataPoint each -> summary(each);
                };
    }

    private static String attributes(Attributes attributes) {
        List<String> entries = new ArrayList<>();
        attributes.forEach(
                (key, value) -> entries.add(key + '=' + OttlValues.display(value).string()));
        return entries.stream().collect(Collectors.joining(", ", "{", "}"));
    }

    private static String histogram(HistogramDataPoint point) {
        StringBuilder text = new StringBuilder(" count=" + point.count());
        append(text, "sum", point.hasSum(), point.sum());
        append(text, "min", point.hasMin(), point.min());
        append(text, "max", point.hasMax(), point.max());
        if (!point.explicitBounds().isEmpty()) {
            text.append(" bounds=").append(Arrays.toString(point.explicitBounds().toArray()));
        }
        if (!point.bucketCounts().isEmpty()) {
            text.append(" counts=").append(Arrays.toString(point.bucketCounts().toArray()));
        }
        if (!point.exemplars().isEmpty()) {
            text.append(" exemplars=")
                    .append(point.exemplars().stream().map(Exemplar::asDouble).toList());
        }
        return text.toString();
    }

    private static void append(StringBuilder text, String name, boolean isThere, double value) {
        if (isThere) {
            text.append(' ').append(name).append('=').append(value);
        }
    }

    private static String exponential(ExponentialHistogramDataPoint point) {
        StringBuilder text = new StringBuilder(" count=" + point.count());
        append(text, "sum", point.hasSum(), point.sum());
        append(text, "min", point.hasMin(), point.min());
        append(text, "max", point.hasMax(), point.max());
        return text.append(" scale=")
                .append(point.scale())
                .append(" zero=")
                .append(point.zeroCount())
                .append(" positive=")
                .append(buckets(point.positive()))
                .append(" negative=")
                .append(buckets(point.negative()))
                .toString();
    }

    private static String buckets(Buckets buckets) {
        return buckets.offset() + Arrays.toString(buckets.bucketCounts().toArray());
    }

    private static String summary(SummaryDataPoint point) {
        StringBuilder text = new StringBuilder(" count=" + point.count());
        append(text, "sum", point.sum() != 0, point.sum());
        if (!point.quantileValues().isEmpty()) {
            text.append(" quantiles=")
                    .append(
                            point.quantileValues().stream()
                                    .map(each -> each.quantile() + ":" + each.value())
                                    .toList());
        }
        return text.toString();
    }
}
