// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.connectors.count;

import static dev.forager.pipeline.config.Validation.requireAll;

import dev.forager.connectors.tally.TallyAttribute;
import dev.forager.connectors.tally.TallyMetric;
import dev.forager.ottl.OttlContext;
import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import dev.forager.pipeline.config.LocatedText;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Metrics by name, for each kind of item. */
public record CountConnectorConfig(
        @Doc("Counts spans; `trace.span.count` of all if empty.") @Default("{}")
                Map<String, MetricInfo> spans,
        @Doc("Counts span events; `trace.span.event.count` of all if empty.") @Default("{}")
                Map<String, MetricInfo> spanevents,
        @Doc("Counts metrics; `metric.count` of all if empty.") @Default("{}")
                Map<String, MetricInfo> metrics,
        @Doc("Counts data points; `metric.datapoint.count` of all if empty.") @Default("{}")
                Map<String, MetricInfo> datapoints,
        @Doc("Counts log records; `log.record.count` of all if empty.") @Default("{}")
                Map<String, MetricInfo> logs,
        @Doc("Counts profiles; `profile.count` of all if empty.") @Default("{}")
                Map<String, MetricInfo> profiles) {
    public CountConnectorConfig {
        spans = orDefault(spans, "trace.span.count", "The number of spans observed.");
        spanevents =
                orDefault(
                        spanevents,
                        "trace.span.event.count",
                        "The number of span events observed.");
        metrics = orDefault(metrics, "metric.count", "The number of metrics observed.");
        datapoints =
                orDefault(
                        datapoints,
                        "metric.datapoint.count",
                        "The number of data points observed.");
        logs = orDefault(logs, "log.record.count", "The number of log records observed.");
        profiles = orDefault(profiles, "profile.count", "The number of profiles observed.");
        requireAll(
                Stream.of(
                                checks(spans, "spans", OttlContext.SPAN),
                                checks(spanevents, "spanevents", OttlContext.SPAN_EVENT),
                                checks(metrics, "metrics", OttlContext.METRIC),
                                checks(datapoints, "datapoints", OttlContext.DATA_POINT),
                                checks(logs, "logs", OttlContext.LOG),
                                checks(profiles, "profiles", OttlContext.PROFILE))
                        .flatMap(each -> each));
    }

    private static Map<String, MetricInfo> orDefault(
            Map<String, MetricInfo> given, String name, String description) {
        return given.isEmpty()
                ? Map.of(name, new MetricInfo(description, List.of(), List.of()))
                : given;
    }

    private static Stream<Runnable> checks(
            Map<String, MetricInfo> metrics, String section, OttlContext context) {
        return tallies(metrics).stream().<Runnable>map(each -> () -> each.check(section, context));
    }

    static List<TallyMetric> tallies(Map<String, MetricInfo> metrics) {
        return metrics.entrySet().stream()
                .map(
                        each ->
                                new TallyMetric(
                                        each.getKey(),
                                        each.getValue().description,
                                        each.getValue().conditions,
                                        each.getValue().attributes,
                                        null))
                .toList();
    }

    /** One metric. */
    public record MetricInfo(
            @Doc("What the metric says of itself.") @Default("\"\"") String description,
            @Doc("OTTL conditions of which one must hold for an item to count.") @Default("[]")
                    List<LocatedText> conditions,
            @Doc(
                            "Attributes of the item, its scope or resource by which numbers are"
                                    + " kept apart.")
                    @Default("[]")
                    List<TallyAttribute> attributes) {
        public MetricInfo {
            conditions = List.copyOf(conditions);
            attributes = List.copyOf(attributes);
        }
    }
}
