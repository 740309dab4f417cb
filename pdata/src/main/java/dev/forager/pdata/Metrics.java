// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

import java.util.List;

/**
 * Metrics and their data points, by resource and scope. The items are the data points.
 *
 * <pre>{@code
 * for (DataPoint point : metrics.dataPoints()) {
 *     point.attributes().remove("http.user_agent");
 * }
 * metrics.removeIf((resource, scope, metric) -> metric.name().startsWith("go_"));
 * }</pre>
 */
public final class Metrics extends Handle<ExportMetricsServiceRequest> implements Telemetry {
    Metrics(Payload payload) {
        super(payload);
    }

    /** A handle on no metrics, to be filled. */
    public static Metrics create() {
        return new Metrics(Payload.empty(Signal.METRICS));
    }

    @Override
    public List<ResourceMetrics> resources() {
        return root().resources();
    }

    /** A new, empty group for a resource, at the end. */
    public ResourceMetrics addResource() {
        return root().addResource();
    }

    /** Every metric, whatever its resource and scope. The iterator can remove. */
    public Iterable<Metric> metrics() {
        return () ->
                new Flattened<>(
                        () -> new Flattened<>(resources(), ResourceMetrics::scopes),
                        ScopeMetrics::metrics);
    }

    /** Every data point of every metric. The iterator can remove. */
    public Iterable<DataPoint> dataPoints() {
        return () -> new Flattened<>(metrics(), Metrics::pointsOf);
    }

    private static List<? extends DataPoint> pointsOf(Metric metric) {
        MetricData data = metric.data();
        return data == null ? List.of() : data.dataPoints();
    }

    /** Removes metrics; scopes and resources left without any go with them. Says how many. */
    public int removeIf(MetricPredicate drop) {
        return remove(
                (group, scope) ->
                        scope.metrics()
                                .removeIf(
                                        metric ->
                                                drop.test(
                                                        group.resource(), scope.scope(), metric)));
    }

    /**
     * Removes data points; metrics, scopes and resources left without any go with them. Says how
     * many points.
     */
    public int removeDataPointsIf(DataPointPredicate drop) {
        int before = itemCount();
        remove(
                (group, scope) ->
                        scope.metrics().removeIf(metric -> lastWent(group, scope, metric, drop)));
        return before - itemCount();
    }

    private static boolean lastWent(
            ResourceMetrics group, ScopeMetrics scope, Metric metric, DataPointPredicate drop) {
        List<? extends DataPoint> points = pointsOf(metric);
        return points.removeIf(point -> drop.test(group.resource(), scope.scope(), metric, point))
                && points.isEmpty();
    }

    private int remove(ScopeEdit edit) {
        int before = metricCount();
        resources()
                .removeIf(
                        group ->
                                group.scopes()
                                                .removeIf(
                                                        scope ->
                                                                edit.removed(group, scope)
                                                                        && scope.metrics()
                                                                                .isEmpty())
                                        && group.scopes().isEmpty());
        return before - metricCount();
    }

    private int metricCount() {
        int count = 0;
        for (ResourceMetrics group : resources()) {
            for (ScopeMetrics scope : group.scopes()) {
                count += scope.metrics().size();
            }
        }
        return count;
    }

    @Override
    ExportMetricsServiceRequest newRoot() {
        return new ExportMetricsServiceRequest(false);
    }

    @Override
    int countItems(ExportMetricsServiceRequest content) {
        return content.resourcesList().sum(Metrics::count, ItemCounter.DATA_POINTS.below(1));
    }

    private static int count(ResourceMetrics group) {
        return group.scopesList().sum(Metrics::count, ItemCounter.DATA_POINTS.below(2));
    }

    private static int count(ScopeMetrics scope) {
        return scope.metricsList()
                .sum(metric -> pointsOf(metric).size(), ItemCounter.DATA_POINTS.below(3));
    }

    /** Which metrics to remove. */
    @FunctionalInterface
    public interface MetricPredicate {
        /** True for a metric to remove. */
        boolean test(Resource resource, InstrumentationScope scope, Metric metric);
    }

    /** Which data points to remove. */
    @FunctionalInterface
    public interface DataPointPredicate {
        /** True for a point to remove. */
        boolean test(Resource resource, InstrumentationScope scope, Metric metric, DataPoint point);
    }

    /** Removes something from a scope; true if it did. */
    @FunctionalInterface
    private interface ScopeEdit {
        boolean removed(ResourceMetrics group, ScopeMetrics scope);
    }
}
