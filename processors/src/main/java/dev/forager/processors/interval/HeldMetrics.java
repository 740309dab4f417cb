// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.interval;

import dev.forager.pdata.ContentKey;
import dev.forager.pdata.DataPoint;
import dev.forager.pdata.ExponentialHistogram;
import dev.forager.pdata.ExponentialHistogramDataPoint;
import dev.forager.pdata.Gauge;
import dev.forager.pdata.Histogram;
import dev.forager.pdata.HistogramDataPoint;
import dev.forager.pdata.InstrumentationScope;
import dev.forager.pdata.Metric;
import dev.forager.pdata.MetricData;
import dev.forager.pdata.Metrics;
import dev.forager.pdata.NumberDataPoint;
import dev.forager.pdata.Resource;
import dev.forager.pdata.ResourceMetrics;
import dev.forager.pdata.ScopeMetrics;
import dev.forager.pdata.Sum;
import dev.forager.pdata.Summary;
import dev.forager.pdata.SummaryDataPoint;
import dev.forager.pipeline.series.SeriesLimits;
import dev.forager.pipeline.series.SeriesNames;
import dev.forager.pipeline.series.SeriesStore;
import dev.forager.processors.aggregation.DeltaSum;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One point of each series, with what its metric, scope and resource are. Points are copies: they
 * hold on to no request. Confined to its owner's lock.
 */
final class HeldMetrics {
    private final SeriesNames names = new SeriesNames();
    private final ContentKey.Builder keys = new ContentKey.Builder();
    private final SeriesStore<DataPoint> store;
    private final Map<ContentKey, HeldResource> resources = new LinkedHashMap<>();

    HeldMetrics(SeriesLimits limits) {
        store = limits.newStore();
    }

    private record HeldResource(
            Resource resource, String schemaUrl, Map<ContentKey, HeldScope> scopes) {}

    private record HeldScope(
            InstrumentationScope scope, String schemaUrl, Map<ContentKey, HeldMetric> metrics) {}

    /**
     * A metric without its points.
     *
     * @param shell name, unit, kind
     * @param points in the order of their first coming
     */
    private record HeldMetric(Metric shell, Map<ContentKey, DataPoint> points) {}

    long size() {
        return store.size();
    }

    long bytes() {
        return store.bytes();
    }

    void resource(ResourceMetrics of) {
        names.resource(of.resource());
    }

    void scope(ScopeMetrics of) {
        names.scope(of.scope());
    }

    /**
     * Takes the points of a metric over.
     *
     * @param points those of {@code metric}; what there is no room for, or cannot be added, stays
     * @param isDelta whether points are added up; else the latest one remains
     * @return how many points there was no room for
     */
    int take(
            ResourceMetrics resource,
            ScopeMetrics scope,
            Metric metric,
            List<? extends DataPoint> points,
            boolean isDelta) {
        ContentKey name = names.metric(metric);
        int[] refused = new int[1];
        points.removeIf(
                point -> {
                    ContentKey key = names.point(point.attributes());
                    SeriesStore.Group<DataPoint> group = store.group(name);
                    SeriesStore.Series<DataPoint> series = store.find(group, key, 0);
                    if (series != null && isDelta) {
                        return add(series, point);
                    }
                    if (series != null) {
                        if (isLater(point, series.state())) {
                            DataPoint copy = copyOf(point);
                            store.replace(series, copy, sizeOf(copy));
                            held(resource, scope, metric, name).points().put(key, copy);
                        }
                        return true;
                    }
                    DataPoint copy = copyOf(point);
                    if (store.add(group, key, copy, sizeOf(copy), 0) == null) {
                        refused[0]++;
                        return false;
                    }
                    held(resource, scope, metric, name).points().put(key, copy);
                    return true;
                });
        return refused[0];
    }

    private boolean add(SeriesStore.Series<DataPoint> series, DataPoint point) {
        DataPoint sum = series.state();
        boolean isAdded = DeltaSum.add(sum, point);
        store.replace(series, sum, sizeOf(sum));
        return isAdded;
    }

    private static boolean isLater(DataPoint point, DataPoint held) {
        return Long.compareUnsigned(point.timeUnixNano(), held.timeUnixNano()) > 0;
    }

    private HeldMetric held(
            ResourceMetrics resource, ScopeMetrics scope, Metric metric, ContentKey name) {
        ContentKey resourceKey = keys.truncate(0).add(resource.resource().attributes()).build();
        ContentKey scopeKey =
                keys.truncate(0)
                        .add(scope.scope().name())
                        .add(scope.scope().version())
                        .add(scope.scope().attributes())
                        .build();
        return resources
                .computeIfAbsent(
                        resourceKey,
                        _ ->
                                new HeldResource(
                                        resource.resource().copy(),
                                        resource.schemaUrl(),
                                        new LinkedHashMap<>()))
                .scopes()
                .computeIfAbsent(
                        scopeKey,
                        _ ->
                                new HeldScope(
                                        scope.scope().copy(),
                                        scope.schemaUrl(),
                                        new LinkedHashMap<>()))
                .metrics()
                .computeIfAbsent(name, _ -> new HeldMetric(shellOf(metric), new LinkedHashMap<>()));
    }

    private static Metric shellOf(Metric metric) {
        Metric shell =
                new Metric()
                        .name(metric.name())
                        .description(metric.description())
                        .unit(metric.unit());
        shell.metadata().putAll(metric.metadata());
        MetricData data = metric.data();
        return data == null ? shell : shell.data(emptyLike(data));
    }

    private static MetricData emptyLike(MetricData data) {
        return switch (data) {
            case Gauge _ -> new Gauge();
            case Summary _ -> new Summary();
            case Sum each ->
                    new Sum()
                            .isMonotonic(each.isMonotonic())
                            .aggregationTemporality(each.aggregationTemporality());
            case Histogram each ->
                    new Histogram().aggregationTemporality(each.aggregationTemporality());
            case ExponentialHistogram each ->
                    new ExponentialHistogram()
                            .aggregationTemporality(each.aggregationTemporality());
        };
    }

    private static DataPoint copyOf(DataPoint point) {
        return switch (point) {
            case NumberDataPoint each -> each.copy();
            case HistogramDataPoint each -> each.copy();
            case ExponentialHistogramDataPoint each -> each.copy();
            case SummaryDataPoint each -> each.copy();
        };
    }

    /** Memory of a point's object and bytes, estimated; its attributes are counted as its key. */
    private static long sizeOf(DataPoint point) {
        long content =
                switch (point) {
                    case NumberDataPoint each -> 100L * each.exemplars().size();
                    case HistogramDataPoint each ->
                            16L * (each.bucketCounts().size() + each.explicitBounds().size())
                                    + 100L * each.exemplars().size();
                    case ExponentialHistogramDataPoint each ->
                            16L * each.positive().bucketCounts().size()
                                    + 16L * each.negative().bucketCounts().size()
                                    + 100L * each.exemplars().size();
                    case SummaryDataPoint each -> 64L * each.quantileValues().size();
                };
        return 400 + content;
    }

    /** Everything that is held, which is not held any more then. */
    Metrics drain() {
        Metrics metrics = Metrics.create();
        for (HeldResource resource : resources.values()) {
            ResourceMetrics group =
                    metrics.addResource()
                            .resource(resource.resource())
                            .schemaUrl(resource.schemaUrl());
            for (HeldScope scope : resource.scopes().values()) {
                ScopeMetrics inner =
                        group.addScope().scope(scope.scope()).schemaUrl(scope.schemaUrl());
                for (HeldMetric metric : scope.metrics().values()) {
                    inner.metrics().add(metric.shell());
                    metric.points().values().forEach(point -> add(metric.shell(), point));
                }
            }
        }
        clear();
        return metrics;
    }

    void clear() {
        resources.clear();
        store.clear();
    }

    private static void add(Metric metric, DataPoint point) {
        switch (metric.data()) {
            case null -> {}
            case Gauge each -> each.dataPoints().add((NumberDataPoint) point);
            case Sum each -> each.dataPoints().add((NumberDataPoint) point);
            case Histogram each -> each.dataPoints().add((HistogramDataPoint) point);
            case ExponentialHistogram each ->
                    each.dataPoints().add((ExponentialHistogramDataPoint) point);
            case Summary each -> each.dataPoints().add((SummaryDataPoint) point);
        }
    }
}
