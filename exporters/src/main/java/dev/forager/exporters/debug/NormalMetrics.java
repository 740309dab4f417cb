// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.debug;

import dev.forager.pdata.DataPoint;
import dev.forager.pdata.ExponentialHistogramDataPoint;
import dev.forager.pdata.GoFloat;
import dev.forager.pdata.HistogramDataPoint;
import dev.forager.pdata.Metric;
import dev.forager.pdata.MetricData;
import dev.forager.pdata.Metrics;
import dev.forager.pdata.NumberDataPoint;
import dev.forager.pdata.SummaryDataPoint;
import dev.forager.pdata.ValueAtQuantile;

/** One line for each data point: {@code name{key=value} 5}. */
final class NormalMetrics {
    private NormalMetrics() {}

    static String of(Metrics metrics) {
        var out = new StringBuilder();
        int resources = 0;
        for (var resource : metrics.resources()) {
            NormalText.heading(
                    out, "ResourceMetrics", resources++, resource.schemaUrl(), resource.resource());
            int scopes = 0;
            for (var scope : resource.scopes()) {
                NormalText.heading(out, "ScopeMetrics", scopes++, scope.scope(), scope.schemaUrl());
                scope.metrics().forEach(metric -> metric(out, metric));
            }
        }
        return out.toString();
    }

    private static void metric(StringBuilder out, Metric metric) {
        MetricData data = metric.data();
        if (data == null) {
            return;
        }
        for (DataPoint point : data.dataPoints()) {
            out.append(metric.name()).append('{');
            out.append(NormalText.attributes(point.attributes(), ",")).append("} ");
            switch (point) {
                case NumberDataPoint number -> value(out, number);
                case HistogramDataPoint histogram -> value(out, histogram);
                case ExponentialHistogramDataPoint histogram -> value(out, histogram);
                case SummaryDataPoint summary -> value(out, summary);
            }
            out.append('\n');
        }
    }

    private static void value(StringBuilder out, NumberDataPoint point) {
        switch (point.valueCase()) {
            case AS_INT -> out.append(point.asInt());
            case AS_DOUBLE -> out.append(GoFloat.of(point.asDouble()));
            case NOT_SET -> {}
        }
    }

    private static void value(StringBuilder out, HistogramDataPoint point) {
        out.append("count=").append(Long.toUnsignedString(point.count()));
        optional(out, " sum=", point.hasSum(), point.sum());
        optional(out, " min=", point.hasMin(), point.min());
        optional(out, " max=", point.hasMax(), point.max());
        for (int i = 0; i < point.bucketCounts().size(); i++) {
            out.append(' ');
            if (i < point.explicitBounds().size()) {
                out.append("le").append(GoFloat.of(point.explicitBounds().get(i)));
                out.append('=');
            }
            out.append(Long.toUnsignedString(point.bucketCounts().get(i)));
        }
    }

    private static void value(StringBuilder out, ExponentialHistogramDataPoint point) {
        out.append("count=").append(Long.toUnsignedString(point.count()));
        optional(out, " sum=", point.hasSum(), point.sum());
        optional(out, " min=", point.hasMin(), point.min());
        optional(out, " max=", point.hasMax(), point.max());
        var negative = new ExponentialBuckets(point.scale(), point.negative());
        for (int i = negative.size() - 1; i >= 0; i--) {
            bucket(out, -negative.lower(i), negative.count(i));
        }
        if (point.zeroCount() != 0) {
            out.append(" zero=").append(Long.toUnsignedString(point.zeroCount()));
        }
        var positive = new ExponentialBuckets(point.scale(), point.positive());
        for (int i = 0; i < positive.size(); i++) {
            bucket(out, positive.upper(i), positive.count(i));
        }
    }

    private static void value(StringBuilder out, SummaryDataPoint point) {
        out.append("count=").append(Long.toUnsignedString(point.count()));
        out.append(" sum=").append(GoFloat.fixed(point.sum(), 6));
        for (ValueAtQuantile at : point.quantileValues()) {
            out.append(" q").append(GoFloat.of(at.quantile()));
            out.append('=').append(GoFloat.of(at.value()));
        }
    }

    private static void bucket(StringBuilder out, double bound, String count) {
        out.append(" le").append(GoFloat.of(bound)).append('=').append(count);
    }

    private static void optional(StringBuilder out, String name, boolean present, double value) {
        if (present) {
            out.append(name).append(GoFloat.of(value));
        }
    }
}
