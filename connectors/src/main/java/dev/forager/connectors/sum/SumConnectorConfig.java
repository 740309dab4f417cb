// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.connectors.sum;

import static dev.forager.pipeline.config.Validation.require;

import dev.forager.connectors.tally.TallyAttribute;
import dev.forager.connectors.tally.TallyMetric;
import dev.forager.ottl.OttlContext;
import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import dev.forager.pipeline.config.LocatedText;
import java.util.List;
import java.util.Map;

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
        check(spans, "spans", OttlContext.SPAN);
        check(spanevents, "spanevents", OttlContext.SPAN_EVENT);
        check(metrics, "metrics", OttlContext.METRIC);
        check(datapoints, "datapoints", OttlContext.DATA_POINT);
        check(logs, "logs", OttlContext.LOG);
    }

    private static void check(
            Map<String, MetricInfo> metrics, String section, OttlContext context) {
        metrics.forEach(
                (name, info) ->
                        require(
                                !info.sourceAttribute.isEmpty(),
                                section + "::" + name,
                                section + ": metric source_attribute missing"));
        tallies(metrics).forEach(each -> each.check(section, context));
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
