// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheusremotewrite;

import dev.forager.pdata.AggregationTemporality;
import dev.forager.pdata.Attributes;
import dev.forager.pdata.ExponentialHistogram;
import dev.forager.pdata.Gauge;
import dev.forager.pdata.Histogram;
import dev.forager.pdata.InstrumentationScope;
import dev.forager.pdata.Metric;
import dev.forager.pdata.MetricData;
import dev.forager.pdata.Metrics;
import dev.forager.pdata.ResourceMetrics;
import dev.forager.pdata.ScopeMetrics;
import dev.forager.pdata.Sum;
import dev.forager.pdata.Summary;
import dev.forager.prometheus.Labels;
import dev.forager.prometheus.MetricFamily;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** The request that grows: resources, scopes and metrics, each once. Confined to one thread. */
final class MetricTree {
    private static final String SCOPE = "otel_scope_";
    private static final String TYPE = "prometheus.type";

    private final Memory memory;
    private final Metrics metrics = Metrics.create();
    private final Map<Target, ResourceMetrics> resources = new HashMap<>();
    private final Map<ScopeKey, Scope> scopes = new HashMap<>();

    /** What a metric is in OTLP. */
    enum Shape {
        GAUGE("gauge"),
        UNKNOWN("unknown"),
        COUNTER("counter"),
        INFO("info"),
        STATE_SET("stateset"),
        SUMMARY("summary"),
        HISTOGRAM("histogram"),
        EXPONENTIAL("histogram");

        private final String word;

        Shape(String word) {
            this.word = word;
        }
    }

    private record ScopeKey(Target target, Map<String, String> labels) {}

    private record MetricKey(String name, Shape shape, String unit) {}

    /** A scope of a resource with its metrics. */
    record Scope(ScopeMetrics group, Map<MetricKey, Metric> metrics) {}

    MetricTree(Memory memory) {
        this.memory = memory;
    }

    Metrics metrics() {
        return metrics;
    }

    /** The scope that a series belongs to. */
    Scope scope(Labels labels) {
        Target target = Target.of(labels);
        Map<String, String> named = new TreeMap<>();
        for (int i = 0; i < labels.size(); i++) {
            if (labels.name(i).startsWith(SCOPE)) {
                named.put(labels.name(i).substring(SCOPE.length()), labels.value(i));
            }
        }
        return scopes.computeIfAbsent(
                new ScopeKey(target, named), key -> newScope(key.target, key.labels));
    }

    private Scope newScope(Target target, Map<String, String> named) {
        ScopeMetrics group = resources.computeIfAbsent(target, this::newResource).addScope();
        InstrumentationScope scope = group.scope();
        named.forEach(
                (name, value) -> {
                    switch (name) {
                        case "name" -> scope.name(value);
                        case "version" -> scope.version(value);
                        case "schema_url" -> group.schemaUrl(value);
                        default -> scope.attributes().put(name, value);
                    }
                });
        return new Scope(group, new HashMap<>());
    }

    private ResourceMetrics newResource(Target target) {
        ResourceMetrics group = metrics.addResource();
        Attributes attributes = group.resource().attributes();
        target.writeTo(attributes);
        Labels described = memory.description(target);
        for (int i = 0; described != null && i < described.size(); i++) {
            if (!isStructure(described.name(i))) {
                attributes.put(described.name(i), described.value(i));
            }
        }
        return group;
    }

    /** A metric of a scope; of several descriptions the longest stays. */
    Metric metric(Scope scope, String name, Shape shape, MetricFamily family) {
        Metric metric =
                scope.metrics.computeIfAbsent(
                        new MetricKey(name, shape, family.unit()),
                        key -> newMetric(scope.group.addMetric(), key));
        if (metric.description().length() < family.help().length()) {
            metric.description(family.help());
        }
        return metric;
    }

    private static Metric newMetric(Metric metric, MetricKey key) {
        metric.name(key.name).unit(key.unit).data(data(key.shape));
        metric.metadata().put(TYPE, key.shape.word);
        return metric;
    }

    /** What only says that something is so is a sum that does not rise. */
    private static MetricData data(Shape shape) {
        return switch (shape) {
            case GAUGE, UNKNOWN -> new Gauge();
            case COUNTER -> sum(true);
            case INFO, STATE_SET -> sum(false);
            case SUMMARY -> new Summary();
            case HISTOGRAM ->
                    new Histogram().aggregationTemporality(AggregationTemporality.CUMULATIVE);
            case EXPONENTIAL ->
                    new ExponentialHistogram()
                            .aggregationTemporality(AggregationTemporality.CUMULATIVE);
        };
    }

    private static Sum sum(boolean isMonotonic) {
        return new Sum()
                .isMonotonic(isMonotonic)
                .aggregationTemporality(AggregationTemporality.CUMULATIVE);
    }

    /** Whether a label says something else than what tells series of a metric apart. */
    static boolean isStructure(String name) {
        return switch (name) {
            case "job", "instance" -> true;
            default -> name.startsWith("__") || name.startsWith(SCOPE);
        };
    }
}
