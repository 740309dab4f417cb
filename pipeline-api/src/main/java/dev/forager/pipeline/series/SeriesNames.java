// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pipeline.series;

import dev.forager.pdata.AggregationTemporality;
import dev.forager.pdata.Attributes;
import dev.forager.pdata.ContentKey;
import dev.forager.pdata.ExponentialHistogram;
import dev.forager.pdata.Gauge;
import dev.forager.pdata.Histogram;
import dev.forager.pdata.InstrumentationScope;
import dev.forager.pdata.Metric;
import dev.forager.pdata.Resource;
import dev.forager.pdata.Sum;
import dev.forager.pdata.Summary;

/**
 * Names the time series of a request: a walk tells the resource, then a scope of it, then a metric
 * of that, then points. What they share is written once. Confined to one thread.
 *
 * <p>A series is what the data model says: attributes of the resource, the scope with its
 * attributes, name, unit, kind, temporality and monotonicity of the metric, attributes of the
 * point. Descriptions and schema URLs do not identify.
 *
 * @see <a
 *     href="https://opentelemetry.io/docs/specs/otel/metrics/data-model/#opentelemetry-protocol-data-model-producer-recommendations">the
 *     data model</a>
 */
public final class SeriesNames {
    private final ContentKey.Builder metric = new ContentKey.Builder();
    private final ContentKey.Builder point = new ContentKey.Builder();
    private int resourceLength;
    private int scopeLength;

    /** Names that nothing has been told yet. */
    public SeriesNames() {}

    /** All that follows belongs to this resource. */
    public void resource(Resource resource) {
        metric.truncate(0).add(resource.attributes());
        resourceLength = metric.length();
        scopeLength = resourceLength;
    }

    /** All that follows belongs to this scope. */
    public void scope(InstrumentationScope scope) {
        metric.truncate(resourceLength)
                .add(scope.name())
                .add(scope.version())
                .add(scope.attributes());
        scopeLength = metric.length();
    }

    /** The name that all series of this metric share. */
    public ContentKey metric(Metric of) {
        metric.truncate(scopeLength).add(of.name()).add(of.unit());
        switch (of.data()) {
            case null -> metric.add(0);
            case Gauge _ -> metric.add(1);
            case Summary _ -> metric.add(2);
            case Histogram data -> kind(3, data.aggregationTemporality());
            case ExponentialHistogram data -> kind(4, data.aggregationTemporality());
            case Sum data -> kind(data.isMonotonic() ? 6 : 5, data.aggregationTemporality());
        }
        return metric.build();
    }

    private void kind(int kind, AggregationTemporality temporality) {
        metric.add(kind).add(temporality.number());
    }

    /** What tells a series of the metric apart from its other series. */
    public ContentKey point(Attributes attributes) {
        return point.truncate(0).add(attributes).build();
    }

    /** The same, where something beside the attributes tells series apart. */
    public ContentKey point(Attributes attributes, long first, long second) {
        return point.truncate(0).add(first).add(second).add(attributes).build();
    }
}
