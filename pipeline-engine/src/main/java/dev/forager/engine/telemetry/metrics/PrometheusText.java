// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.telemetry.metrics;

import dev.forager.config.TelemetryMetrics;
import dev.forager.pdata.GoFloat;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.metrics.data.DoublePointData;
import io.opentelemetry.sdk.metrics.data.ExponentialHistogramPointData;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.PointData;
import io.opentelemetry.sdk.metrics.data.SummaryPointData;
import io.opentelemetry.sdk.resources.Resource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes metrics in <a
 * href="https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format">Prometheus'
 * text format 0.0.4</a>, families and series sorted as Go's client library sorts them. Immutable,
 * hence thread-safe.
 */
final class PrometheusText {
    /** The content type that Go's library answers with. */
    static final String CONTENT_TYPE =
            "text/plain; version=0.0.4; charset=utf-8; escaping=underscores";

    private static final Comparator<Series> ORDER =
            Comparator.<Series>comparingInt(series -> series.labels.size())
                    .thenComparing(series -> String.join("\0", series.labels.values()));

    private final boolean scopeInfo;
    private final boolean suffixes;
    private final Map<String, String> constantLabels;
    private final Map<String, String> target;

    /** The labels of one series, sorted by name, and its value. */
    private record Series(Map<String, String> labels, PointData point) {}

    private record Family(String type, String help, List<Series> series) {}

    PrometheusText(TelemetryMetrics.Prometheus config, Resource resource) {
        scopeInfo = !config.withoutScopeInfo();
        // As the Go collector: one of the two switched off brings both suffixes.
        suffixes = !(config.withoutUnits() && config.withoutTypeSuffix());
        target = labels(resource.getAttributes());
        var chosen = config.withResourceConstantLabels();
        var constant = new TreeMap<String, String>();
        if (chosen != null) {
            resource.getAttributes()
                    .forEach(
                            (key, value) -> {
                                if (chosen.selects(key.getKey())) {
                                    constant.put(
                                            PrometheusNames.escaped(key.getKey()),
                                            String.valueOf(value));
                                }
                            });
        }
        constantLabels = constant;
    }

    /** All metrics, and the two families that Go's library adds itself. */
    String write(Collection<MetricData> metrics) {
        var families = new TreeMap<String, Family>();
        metrics.forEach(metric -> add(families, metric));
        var out = new StringBuilder(16 * 1024);
        boolean handlerWritten = false;
        for (Map.Entry<String, Family> family : families.entrySet()) {
            if (!handlerWritten && family.getKey().compareTo("promhttp") > 0) {
                handlerErrors(out);
                handlerWritten = true;
            }
            write(out, family.getKey(), family.getValue());
        }
        if (!handlerWritten) {
            handlerErrors(out);
        }
        head(out, "target_info", "Target metadata", "gauge");
        sample(out, "target_info", target, "", "1");
        return out.toString();
    }

    private void add(Map<String, Family> families, MetricData metric) {
        if (metric.getData().getPoints().isEmpty()) {
            return;
        }
        String name = PrometheusNames.family(metric, suffixes);
        String type = type(metric);
        Family family =
                families.computeIfAbsent(
                        name, n -> new Family(type, metric.getDescription(), new ArrayList<>()));
        if (!family.type.equals(type)) {
            return; // two types under one name: the first stays, as in Go's registry
        }
        for (PointData point : metric.getData().getPoints()) {
            var labels = labels(point.getAttributes());
            if (scopeInfo) {
                addScope(labels, metric.getInstrumentationScopeInfo());
            }
            labels.putAll(constantLabels);
            family.series.add(new Series(labels, point));
        }
    }

    private static String type(MetricData metric) {
        return switch (metric.getType()) {
            case LONG_SUM, DOUBLE_SUM -> PrometheusNames.isCounter(metric) ? "counter" : "gauge";
            case LONG_GAUGE, DOUBLE_GAUGE -> "gauge";
            case HISTOGRAM, EXPONENTIAL_HISTOGRAM -> "histogram";
            case SUMMARY -> "summary";
        };
    }

    private static void addScope(Map<String, String> labels, InstrumentationScopeInfo scope) {
        labels.put("otel_scope_name", scope.getName());
        labels.put("otel_scope_version", text(scope.getVersion()));
        labels.put("otel_scope_schema_url", text(scope.getSchemaUrl()));
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    private static Map<String, String> labels(Attributes attributes) {
        var labels = new TreeMap<String, String>();
        attributes.forEach(
                (key, value) ->
                        labels.merge(
                                PrometheusNames.escaped(key.getKey()),
                                String.valueOf(value),
                                (one, other) -> one + ";" + other));
        return labels;
    }

    private static void write(StringBuilder out, String name, Family family) {
        head(out, name, family.help, family.type);
        family.series.sort(ORDER);
        for (Series series : family.series) {
            switch (series.point) {
                case LongPointData point ->
                        sample(out, name, series.labels, "", GoFloat.of(point.getValue()));
                case DoublePointData point ->
                        sample(out, name, series.labels, "", GoFloat.of(point.getValue()));
                case HistogramPointData point -> histogram(out, name, series.labels, point);
                case ExponentialHistogramPointData point ->
                        totals(out, name, series.labels, point.getSum(), point.getCount());
                case SummaryPointData point -> {
                    sample(out, name + "_sum", series.labels, "", GoFloat.of(point.getSum()));
                    sample(out, name + "_count", series.labels, "", GoFloat.of(point.getCount()));
                }
                default -> throw new AssertionError("no such point: " + series.point);
            }
        }
    }

    private static void histogram(
            StringBuilder out, String name, Map<String, String> labels, HistogramPointData point) {
        long below = 0;
        List<Double> bounds = point.getBoundaries();
        for (int i = 0; i < bounds.size(); i++) {
            below += point.getCounts().get(i);
            sample(out, name + "_bucket", labels, GoFloat.of(bounds.get(i)), GoFloat.of(below));
        }
        totals(out, name, labels, point.getSum(), point.getCount());
    }

    private static void totals(
            StringBuilder out, String name, Map<String, String> labels, double sum, long count) {
        sample(out, name + "_bucket", labels, "+Inf", GoFloat.of(count));
        sample(out, name + "_sum", labels, "", GoFloat.of(sum));
        sample(out, name + "_count", labels, "", GoFloat.of(count));
    }

    private static void handlerErrors(StringBuilder out) {
        String name = "promhttp_metric_handler_errors_total";
        head(
                out,
                name,
                "Total number of internal errors encountered by the promhttp metric handler.",
                "counter");
        sample(out, name, Map.of("cause", "encoding"), "", "0");
        sample(out, name, Map.of("cause", "gathering"), "", "0");
    }

    private static void head(StringBuilder out, String name, String help, String type) {
        out.append("# HELP ").append(name).append(' ');
        escape(out, help, false);
        out.append("\n# TYPE ").append(name).append(' ').append(type).append('\n');
    }

    private static void sample(
            StringBuilder out, String name, Map<String, String> labels, String le, String value) {
        out.append(name);
        char separator = '{';
        for (Map.Entry<String, String> label : labels.entrySet()) {
            out.append(separator).append(label.getKey()).append("=\"");
            escape(out, label.getValue(), true);
            out.append('"');
            separator = ',';
        }
        if (!le.isEmpty()) {
            out.append(separator).append("le=\"").append(le).append('"');
            separator = ',';
        }
        out.append(separator == '{' ? " " : "} ").append(value).append('\n');
    }

    private static void escape(StringBuilder out, String text, boolean quotes) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '"' -> out.append(quotes ? "\\\"" : "\"");
                default -> out.append(c);
            }
        }
    }
}
