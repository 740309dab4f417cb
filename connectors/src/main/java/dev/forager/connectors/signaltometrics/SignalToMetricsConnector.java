// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.connectors.signaltometrics;

import dev.forager.connectors.signaltometrics.SignalToMetricsConnectorConfig.MetricInfo;
import dev.forager.connectors.tally.ItemView;
import dev.forager.ottl.Cursor;
import dev.forager.ottl.ErrorMode;
import dev.forager.ottl.EvaluationException;
import dev.forager.ottl.OttlContext;
import dev.forager.ottl.Walk;
import dev.forager.pdata.Attributes;
import dev.forager.pdata.ContentKey;
import dev.forager.pdata.KeyValue;
import dev.forager.pdata.MetricData;
import dev.forager.pdata.Metrics;
import dev.forager.pdata.ResourceMetrics;
import dev.forager.pdata.ScopeMetrics;
import dev.forager.pdata.Telemetry;
import dev.forager.pdata.Value;
import dev.forager.pipeline.Connector;
import dev.forager.pipeline.ConnectorSettings;
import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Consumer;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.Retryable;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes metrics of the items of each request and sends them at once. Immutable, hence thread-safe;
 * holds nothing between requests.
 */
final class SignalToMetricsConnector implements Connector {
    private static final String SCOPE =
            "github.com/open-telemetry/opentelemetry-collector-contrib/connector/signaltometricsconnector";
    private static final String INSTANCE = "signal_to_metrics.service.instance.id";

    private final OttlContext context;
    private final List<MetricRule> rules;
    private final ErrorMode errorMode;
    private final ConnectorSettings settings;
    private final String instanceId;
    private final Consumer next;

    SignalToMetricsConnector(
            OttlContext context,
            List<MetricRule> rules,
            ErrorMode errorMode,
            ConnectorSettings settings,
            String instanceId,
            Consumer next) {
        this.context = context;
        this.rules = List.copyOf(rules);
        this.errorMode = errorMode;
        this.settings = settings;
        this.instanceId = instanceId;
        this.next = next;
    }

    /** What makes two rules one metric. */
    private record MetricName(String name, String unit, String description, int kind) {
        static MetricName of(MetricInfo info) {
            int kind =
                    info.sum() != null
                            ? 0
                            : info.gauge() != null ? 1 : info.histogram() != null ? 2 : 3;
            return new MetricName(info.name(), info.unit(), info.description(), kind);
        }
    }

    /** The points of one metric. */
    private record Points(MetricInfo info, Map<ContentKey, PointSum> sums) {}

    /** The metrics of one resource. */
    private record Group(Attributes resource, Map<MetricName, Points> metrics) {}

    @Override
    public void consume(Telemetry telemetry, Context request) throws ConsumeException {
        if (rules.isEmpty()) {
            return;
        }
        Map<ContentKey, Group> groups = new LinkedHashMap<>();
        var failures = new Failures();
        try {
            new Walk(context).forEach(new Cursor(telemetry), each -> add(each, groups, failures));
        } catch (EvaluationException e) {
            // Nothing says that it is for good: the Go collector answers that one may try again.
            throw new Retryable(String.valueOf(e.getMessage()));
        }
        failures.log(settings);
        Metrics metrics = toMetrics(groups);
        if (metrics.itemCount() > 0) {
            next.consume(metrics, request);
        }
    }

    private void add(Cursor cursor, Map<ContentKey, Group> groups, Failures failures)
            throws EvaluationException {
        Attributes item = ItemView.attributes(context, cursor);
        for (MetricRule rule : rules) {
            if (!rule.keys().matches(item) || !rule.matches(cursor)) {
                continue;
            }
            try {
                Value value = rule.value(cursor);
                long times = rule.count(cursor);
                if (value != null && times > 0) {
                    point(rule, item, cursor, groups).add(value, times);
                }
            } catch (EvaluationException e) {
                if (errorMode == ErrorMode.PROPAGATE) {
                    throw e;
                }
                failures.add(e, errorMode);
            }
        }
    }

    private PointSum point(
            MetricRule rule, Attributes item, Cursor cursor, Map<ContentKey, Group> groups)
            throws EvaluationException {
        Attributes labels = Attributes.create();
        rule.keys().copy(item, labels, cursor);
        Attributes resource = Attributes.create();
        if (rule.resourceKeys().isEmpty()) {
            KeyRules.copyAll(cursor.resource().attributes(), resource);
        } else {
            rule.resourceKeys().copy(cursor.resource().attributes(), resource, cursor);
        }
        resource.put(INSTANCE, instanceId);
        Group group =
                groups.computeIfAbsent(
                        key(resource), each -> new Group(resource, new LinkedHashMap<>()));
        return group.metrics
                .computeIfAbsent(
                        MetricName.of(rule.info()),
                        each -> new Points(rule.info(), new LinkedHashMap<>()))
                .sums
                .computeIfAbsent(key(labels), each -> new PointSum(rule.info(), labels));
    }

    private static ContentKey key(Attributes attributes) {
        return new ContentKey.Builder().add(attributes).build();
    }

    private Metrics toMetrics(Map<ContentKey, Group> groups) {
        Instant now = settings.clock().instant();
        long nowNanos = now.getEpochSecond() * 1_000_000_000L + now.getNano();
        Metrics metrics = Metrics.create();
        for (Group group : groups.values()) {
            ResourceMetrics resource = metrics.addResource();
            for (KeyValue entry : group.resource) {
                resource.resource().attributes().add(entry);
            }
            ScopeMetrics scope = resource.addScope();
            scope.scope().name(SCOPE);
            group.metrics.values().forEach(each -> write(each, scope, nowNanos));
        }
        return metrics;
    }

    private static void write(Points points, ScopeMetrics scope, long nowNanos) {
        MetricData data = points.sums.values().iterator().next().newData(points.info);
        points.sums.values().forEach(each -> each.writeTo(data, nowNanos));
        scope.addMetric()
                .name(points.info.name())
                .unit(points.info.unit())
                .description(points.info.description())
                .data(data);
    }

    /** What failed in one request in mode {@code ignore}: one line tells of all. */
    private static final class Failures {
        private int count;
        private String first = "";

        void add(EvaluationException failure, ErrorMode mode) {
            if (mode == ErrorMode.IGNORE) {
                first = count++ == 0 ? String.valueOf(failure.getMessage()) : first;
            }
        }

        void log(ConnectorSettings settings) {
            if (count > 0) {
                settings.logger()
                        .atError()
                        .addKeyValue("failures", count)
                        .addKeyValue("error", first)
                        .log("Error processing data");
            }
        }
    }
}
