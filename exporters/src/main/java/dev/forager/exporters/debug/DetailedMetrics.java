// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.debug;

import dev.forager.pdata.Exemplar;
import dev.forager.pdata.ExponentialHistogram;
import dev.forager.pdata.ExponentialHistogramDataPoint;
import dev.forager.pdata.Gauge;
import dev.forager.pdata.GoFloat;
import dev.forager.pdata.Histogram;
import dev.forager.pdata.HistogramDataPoint;
import dev.forager.pdata.Metric;
import dev.forager.pdata.MetricData;
import dev.forager.pdata.Metrics;
import dev.forager.pdata.NumberDataPoint;
import dev.forager.pdata.Sum;
import dev.forager.pdata.Summary;
import dev.forager.pdata.SummaryDataPoint;
import dev.forager.pdata.ValueAtQuantile;
import java.util.List;

/** Every field of metrics and their data points. */
final class DetailedMetrics {
    private final TextBlock out = new TextBlock();

    private DetailedMetrics() {}

    static String of(Metrics metrics) {
        var text = new DetailedMetrics();
        int resources = 0;
        for (var resource : metrics.resources()) {
            text.out.line("ResourceMetrics #", resources++);
            text.out.resource(resource.schemaUrl(), resource.resource());
            int scopes = 0;
            for (var scope : resource.scopes()) {
                text.out.line("ScopeMetrics #", scopes++);
                text.out.line("ScopeMetrics SchemaURL: ", scope.schemaUrl());
                text.out.scope(scope.scope());
                int number = 0;
                for (Metric metric : scope.metrics()) {
                    text.out.line("Metric #", number++);
                    text.metric(metric);
                }
            }
        }
        return text.out.toString();
    }

    private void metric(Metric metric) {
        MetricData data = metric.data();
        out.line("Descriptor:");
        out.line("     -> Name: ", metric.name());
        out.line("     -> Description: ", metric.description());
        out.line("     -> Unit: ", metric.unit());
        out.line("     -> DataType: ", data == null ? "Empty" : data.getClass().getSimpleName());
        out.attributes("     ", "     -> Metadata", metric.metadata());
        switch (data) {
            case null -> {}
            case Gauge gauge -> numbers(gauge.dataPoints());
            case Sum sum -> {
                out.line("     -> IsMonotonic: ", sum.isMonotonic());
                temporality(sum.aggregationTemporalityValue());
                numbers(sum.dataPoints());
            }
            case Histogram histogram -> {
                temporality(histogram.aggregationTemporalityValue());
                histograms(histogram.dataPoints());
            }
            case ExponentialHistogram histogram -> {
                temporality(histogram.aggregationTemporalityValue());
                exponentialHistograms(histogram.dataPoints());
            }
            case Summary summary -> summaries(summary.dataPoints());
        }
    }

    private void temporality(int number) {
        out.line("     -> AggregationTemporality: ", GoEnums.temporality(number));
    }

    private void numbers(List<NumberDataPoint> points) {
        int number = 0;
        for (NumberDataPoint point : points) {
            out.line("NumberDataPoints #", number++);
            out.attributes("Data point attributes", point.attributes());
            times(point.startTimeUnixNano(), point.timeUnixNano());
            switch (point.valueCase()) {
                case AS_INT -> out.line("Value: ", point.asInt());
                case AS_DOUBLE -> out.line("Value: ", fixed(point.asDouble()));
                case NOT_SET -> {}
            }
            exemplars(point.exemplars());
        }
    }

    private void histograms(List<HistogramDataPoint> points) {
        int number = 0;
        for (HistogramDataPoint point : points) {
            out.line("HistogramDataPoints #", number++);
            out.attributes("Data point attributes", point.attributes());
            times(point.startTimeUnixNano(), point.timeUnixNano());
            out.line("Count: ", Long.toUnsignedString(point.count()));
            optional("Sum: ", point.hasSum(), point.sum());
            optional("Min: ", point.hasMin(), point.min());
            optional("Max: ", point.hasMax(), point.max());
            for (int i = 0; i < point.explicitBounds().size(); i++) {
                double bound = point.explicitBounds().get(i);
                out.line("ExplicitBounds #", i, ": ", fixed(bound));
            }
            for (int i = 0; i < point.bucketCounts().size(); i++) {
                String count = Long.toUnsignedString(point.bucketCounts().get(i));
                out.line("Buckets #", i, ", Count: ", count);
            }
            exemplars(point.exemplars());
        }
    }

    private void exponentialHistograms(List<ExponentialHistogramDataPoint> points) {
        int number = 0;
        for (ExponentialHistogramDataPoint point : points) {
            out.line("ExponentialHistogramDataPoints #", number++);
            out.attributes("Data point attributes", point.attributes());
            times(point.startTimeUnixNano(), point.timeUnixNano());
            out.line("Count: ", Long.toUnsignedString(point.count()));
            optional("Sum: ", point.hasSum(), point.sum());
            optional("Min: ", point.hasMin(), point.min());
            optional("Max: ", point.hasMax(), point.max());
            buckets(point);
            exemplars(point.exemplars());
        }
    }

    private void buckets(ExponentialHistogramDataPoint point) {
        var negative = new ExponentialBuckets(point.scale(), point.negative());
        for (int i = negative.size() - 1; i >= 0; i--) {
            String from = fixed(-negative.upper(i));
            String to = fixed(-negative.lower(i));
            out.line("Bucket [", from, ", ", to, "), Count: ", negative.count(i));
        }
        if (point.zeroCount() != 0) {
            out.line("Bucket [0, 0], Count: ", Long.toUnsignedString(point.zeroCount()));
        }
        var positive = new ExponentialBuckets(point.scale(), point.positive());
        for (int i = 0; i < positive.size(); i++) {
            String from = fixed(positive.lower(i));
            String to = fixed(positive.upper(i));
            out.line("Bucket (", from, ", ", to, "], Count: ", positive.count(i));
        }
    }

    private void summaries(List<SummaryDataPoint> points) {
        int number = 0;
        for (SummaryDataPoint point : points) {
            out.line("SummaryDataPoints #", number++);
            out.attributes("Data point attributes", point.attributes());
            times(point.startTimeUnixNano(), point.timeUnixNano());
            out.line("Count: ", Long.toUnsignedString(point.count()));
            out.line("Sum: ", fixed(point.sum()));
            int quantiles = 0;
            for (ValueAtQuantile at : point.quantileValues()) {
                String quantile = fixed(at.quantile());
                String value = fixed(at.value());
                out.line(
                        "QuantileValue #", quantiles++, ": Quantile ", quantile, ", Value ", value);
            }
        }
    }

    private void exemplars(List<Exemplar> exemplars) {
        int number = 0;
        for (Exemplar exemplar : exemplars) {
            if (number == 0) {
                out.line("Exemplars:");
            }
            out.line("Exemplar #", number++);
            out.line("     -> Trace ID: ", TextBlock.id(exemplar.traceId()));
            out.line("     -> Span ID: ", TextBlock.id(exemplar.spanId()));
            out.line("     -> Timestamp: ", GoTimes.text(exemplar.timeUnixNano()));
            switch (exemplar.valueCase()) {
                case AS_INT -> out.line("     -> Value: ", exemplar.asInt());
                case AS_DOUBLE -> out.line("     -> Value: ", fixed(exemplar.asDouble()));
                case NOT_SET -> {}
            }
            out.attributes("     ", "     -> FilteredAttributes", exemplar.filteredAttributes());
        }
    }

    private void times(long start, long end) {
        out.line("StartTimestamp: ", GoTimes.text(start));
        out.line("Timestamp: ", GoTimes.text(end));
    }

    private void optional(String name, boolean present, double value) {
        if (present) {
            out.line(name, fixed(value));
        }
    }

    private static String fixed(double value) {
        return GoFloat.fixed(value, 6);
    }
}
