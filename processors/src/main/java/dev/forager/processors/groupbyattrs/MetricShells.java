// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.groupbyattrs;

import dev.forager.pdata.ContentKey;
import dev.forager.pdata.DataPoint;
import dev.forager.pdata.ExponentialHistogram;
import dev.forager.pdata.ExponentialHistogramDataPoint;
import dev.forager.pdata.Gauge;
import dev.forager.pdata.Histogram;
import dev.forager.pdata.HistogramDataPoint;
import dev.forager.pdata.Metric;
import dev.forager.pdata.MetricData;
import dev.forager.pdata.NumberDataPoint;
import dev.forager.pdata.ScopeMetrics;
import dev.forager.pdata.Sum;
import dev.forager.pdata.Summary;
import dev.forager.pdata.SummaryDataPoint;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;

/** Finds the metric of a scope that is like another one, or adds it. Confined to one request. */
final class MetricShells {
    private final IdentityHashMap<ScopeMetrics, Map<ContentKey, MetricData>> known =
            new IdentityHashMap<>();
    private final ContentKey.Builder builder = new ContentKey.Builder();

    /** What identifies a metric within its scope. */
    ContentKey keyOf(Metric metric, MetricData data) {
        builder.truncate(0).add(metric.name()).add(metric.unit());
        switch (data) {
            case Gauge _ -> builder.add(1);
            case Summary _ -> builder.add(2);
            case Histogram each -> builder.add(3).add(each.aggregationTemporalityValue());
            case ExponentialHistogram each ->
                    builder.add(4).add(each.aggregationTemporalityValue());
            case Sum each ->
                    builder.add(each.isMonotonic() ? 6 : 5).add(each.aggregationTemporalityValue());
        }
        return builder.build();
    }

    /** Puts {@code point} of {@code metric} into the metric of {@code scope} that is like it. */
    void add(ScopeMetrics scope, ContentKey key, Metric metric, MetricData data, DataPoint point) {
        MetricData target =
                known.computeIfAbsent(scope, _ -> new HashMap<>())
                        .computeIfAbsent(key, _ -> newShell(scope, metric, data));
        switch (target) {
            case Gauge each -> each.dataPoints().add((NumberDataPoint) point);
            case Sum each -> each.dataPoints().add((NumberDataPoint) point);
            case Histogram each -> each.dataPoints().add((HistogramDataPoint) point);
            case ExponentialHistogram each ->
                    each.dataPoints().add((ExponentialHistogramDataPoint) point);
            case Summary each -> each.dataPoints().add((SummaryDataPoint) point);
        }
    }

    private static MetricData newShell(ScopeMetrics scope, Metric metric, MetricData data) {
        MetricData empty =
                switch (data) {
                    case Gauge _ -> new Gauge();
                    case Summary _ -> new Summary();
                    case Sum each ->
                            new Sum()
                                    .isMonotonic(each.isMonotonic())
                                    .aggregationTemporalityValue(
                                            each.aggregationTemporalityValue());
                    case Histogram each ->
                            new Histogram()
                                    .aggregationTemporalityValue(
                                            each.aggregationTemporalityValue());
                    case ExponentialHistogram each ->
                            new ExponentialHistogram()
                                    .aggregationTemporalityValue(
                                            each.aggregationTemporalityValue());
                };
        Metric shell =
                scope.addMetric()
                        .name(metric.name())
                        .description(metric.description())
                        .unit(metric.unit())
                        .data(empty);
        shell.metadata().putAll(metric.metadata());
        return empty;
    }
}
