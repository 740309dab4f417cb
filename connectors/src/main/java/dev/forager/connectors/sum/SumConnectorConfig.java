// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.connectors.sum;

import static dev.forager.pipeline.config.Validation.require;
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
public record SumConnectorConfig(
        @Doc("Adds up attributes of spans.") @Default("{}") Map<String, MetricInfo> spans,
        @Doc("Adds up attributes of span events.") @Default("{}")
                Map<String, MetricInfo> spanevents,
        @Doc("Accepted as the Go collector does; metrics have no attributes.") @Default("{}")
                Map<String, MetricInfo> metrics,
        @Doc("Adds up attributes of data points.") @Default("{}")
                Map<String, MetricInfo> datapoints,
        @Doc("Adds up attributes of log records.") @Default("{}") Map<String, MetricInfo> logs) {
    public SumConnectorConfig {
        requireAll(
                Stream.of(
                                checks(spans, "spans", OttlContext.SPAN),
                                checks(spanevents, "spanevents", OttlContext.SPAN_EVENT),
                                checks(metrics, "metrics", OttlContext.METRIC),
                                checks(datapoints, "datapoints", OttlContext.DATA_POINT),
                                checks(logs, "logs", OttlContext.LOG))
                        .flatMap(each -> each));
    }

    private static Stream<Runnable> checks(
            Map<String, MetricInfo> metrics, String section, OttlContext context) {
        return tallies(metrics).stream().<Runnable>map(each -> () -> check(each, section, context));
    }

    private static void check(TallyMetric metric, String section, OttlContext context) {
        require(
                !String.valueOf(metric.source()).isEmpty(),
                section + "::" + metric.name(),
                section + ": metric source_attribute missing");
        metric.check(section, context);
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
                                        each.getValue().sourceAttribute))
                .toList();
    }

    /** One metric. */
    public record MetricInfo(
            @Doc("What the metric says of itself.") @Default("\"\"") String description,
            @Doc("OTTL conditions of which one must hold for an item to be added.") @Default("[]")
                    List<LocatedText> conditions,
            @Doc("Attributes of the item by which sums are kept apart.") @Default("[]")
                    List<TallyAttribute> attributes,
            @Doc("Attribute that is added up: a number, or a text that is one.") @Default("\"\"")
                    String sourceAttribute) {
        public MetricInfo {
            conditions = List.copyOf(conditions);
            attributes = List.copyOf(attributes);
        }
    }
}
