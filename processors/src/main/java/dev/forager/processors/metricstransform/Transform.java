// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.metricstransform;

import dev.forager.pdata.Metric;
import dev.forager.pdata.ResourceMetrics;
import dev.forager.pdata.ScopeMetrics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One transform, compiled. Immutable. */
final class Transform {
    private final MetricFilter filter;
    private final String action;
    private final String newName;
    private final Map<String, String> resourceLabels;
    private final List<Operation> operations;
    private final @Nullable Combination combination;

    Transform(TransformConfig config, String version) {
        filter = new MetricFilter(config);
        action = config.action();
        newName = config.newName();
        Map<String, String> labels = config.groupResourceLabels();
        resourceLabels = labels == null ? Map.of() : labels;
        operations = config.operations().stream().map(each -> Operation.of(each, version)).toList();
        combination = action.equals("combine") ? new Combination(filter, config) : null;
    }

    /**
     * Changes the metrics of a scope.
     *
     * @param grouped takes what becomes a resource of its own
     * @param warnings takes why something could not be done
     */
    void apply(
            ResourceMetrics resource,
            ScopeMetrics scope,
            List<ResourceMetrics> grouped,
            Consumer<String> warnings) {
        switch (action) {
            case "group" -> group(resource, scope, grouped);
            case "combine" -> combine(scope, warnings);
            case "insert" -> insert(scope, warnings);
            default ->
                    scope.metrics()
                            .removeIf(
                                    metric -> filter.matches(metric) && !change(metric, warnings));
        }
    }

    private void group(
            ResourceMetrics resource, ScopeMetrics scope, List<ResourceMetrics> grouped) {
        // The Go collector makes the resource whether or not a metric goes there.
        List<Metric> taken = take(scope);
        var group = new ResourceMetrics().resource(resource.resource().copy());
        group.schemaUrl(resource.schemaUrl());
        resourceLabels.forEach(group.resource().attributes()::put);
        ScopeMetrics inner = group.addScope().scope(scope.scope().copy());
        inner.schemaUrl(scope.schemaUrl());
        inner.metrics().addAll(taken);
        grouped.add(group);
    }

    private void combine(ScopeMetrics scope, Consumer<String> warnings) {
        List<Metric> matched = scope.metrics().stream().filter(filter::matches).toList();
        if (matched.isEmpty() || combination == null) {
            return;
        }
        try {
            combination.check(matched);
        } catch (UnsupportedMetricException e) {
            warnings.accept(String.valueOf(e.getMessage()));
            return;
        }
        Metric combined = combination.combine(take(scope));
        if (change(combined, warnings)) {
            scope.metrics().add(combined);
        }
    }

    /** Takes what is meant out of the scope; points that are not stay. */
    private List<Metric> take(ScopeMetrics scope) {
        List<Metric> taken = new ArrayList<>();
        scope.metrics()
                .removeIf(
                        metric -> {
                            if (!filter.matches(metric)) {
                                return false;
                            }
                            boolean isWhole = filter.matchesAll(metric);
                            taken.add(Extraction.take(metric, filter));
                            return isWhole;
                        });
        return taken;
    }

    private void insert(ScopeMetrics scope, Consumer<String> warnings) {
        List<Metric> inserted = new ArrayList<>();
        for (Metric metric : scope.metrics()) {
            Metric copy = Extraction.copy(metric, filter);
            if (copy != null && change(copy, warnings)) {
                inserted.add(copy);
            }
        }
        scope.metrics().addAll(inserted);
    }

    /** Renames the metric and does the operations; false if all its points went. */
    private boolean change(Metric metric, Consumer<String> warnings) {
        boolean wasEmpty = MetricFilter.pointsOf(metric).isEmpty();
        boolean isWhole = !action.equals("update") || filter.matchesAll(metric);
        if (!newName.isEmpty() && isWhole) {
            String expanded = filter.expand(newName, metric.name());
            metric.name(expanded.isEmpty() ? newName : expanded);
        }
        try {
            for (Operation operation : operations) {
                if (isWhole || !operation.needsWholeMetric()) {
                    operation.apply(metric, filter);
                }
            }
        } catch (UnsupportedMetricException e) {
            warnings.accept(String.valueOf(e.getMessage()));
            return true;
        }
        return wasEmpty || !MetricFilter.pointsOf(metric).isEmpty();
    }
}
