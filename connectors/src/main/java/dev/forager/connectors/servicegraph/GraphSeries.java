// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.connectors.servicegraph;

import dev.forager.connectors.distribution.Distribution;
import dev.forager.connectors.state.StateRoom;
import dev.forager.pdata.AggregationTemporality;
import dev.forager.pdata.Attributes;
import dev.forager.pdata.ContentKey;
import dev.forager.pdata.DataPoint;
import dev.forager.pdata.KeyValue;
import dev.forager.pdata.Metric;
import dev.forager.pdata.MetricData;
import dev.forager.pdata.Metrics;
import dev.forager.pdata.NumberDataPoint;
import dev.forager.pdata.ScopeMetrics;
import dev.forager.pdata.Sum;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/** The edges that were complete, by their labels. Confined to its owner's lock. */
final class GraphSeries {
    private static final String PREFIX = "traces_service_graph_request_";

    /** Objects around a series on a 64-bit JVM (estimated). */
    private static final long OVERHEAD_BYTES = 400;

    private final StateRoom room;
    private final Supplier<Distribution> newDurations;
    private final boolean hasLegacyNames;
    private final String unit;
    private final long startNanos;
    private final Map<ContentKey, Series> series = new LinkedHashMap<>();
    private final ContentKey.Builder key = new ContentKey.Builder();

    private static final class Series {
        private final NumberDataPoint labels;
        private final long byteSize;
        private final Distribution client;
        private final Distribution server;
        private long total;
        private long failed;
        private long lastSeenNanos;

        Series(NumberDataPoint labels, long byteSize, Supplier<Distribution> newDurations) {
            this.labels = labels;
            this.byteSize = byteSize;
            client = newDurations.get();
            server = newDurations.get();
        }
    }

    GraphSeries(
            StateRoom room,
            Supplier<Distribution> newDurations,
            boolean hasLegacyNames,
            String unit,
            long startNanos) {
        this.room = room;
        this.newDurations = newDurations;
        this.hasLegacyNames = hasLegacyNames;
        this.unit = unit;
        this.startNanos = startNanos;
    }

    /** Counts an edge; where there is no room for its series, the room counts that. */
    void add(Edge edge, long nowNanos) {
        var labels = new NumberDataPoint();
        Attributes attributes = labels.attributes();
        attributes.put("client", edge.client).put("server", edge.server);
        attributes.put("connection_type", edge.type).put("failed", edge.isFailed);
        edge.dimensions.forEach(attributes::put);
        ContentKey name = key.truncate(0).add(attributes).build();
        Series of = series.get(name);
        if (of == null) {
            long bytes = OVERHEAD_BYTES + 2L * name.byteSize() + 2 * newDurations.get().byteSize();
            if (!room.enter(bytes)) {
                return;
            }
            of = new Series(labels.copy(), bytes, newDurations);
            series.put(name, of);
        }
        of.total++;
        of.failed += edge.isFailed ? 1 : 0;
        of.client.record(edge.clientDuration, 1);
        of.server.record(edge.serverDuration, 1);
        of.lastSeenNanos = nowNanos;
    }

    /** Forgets what was last seen before {@code nanos}. */
    void expire(long nanos) {
        series.values()
                .removeIf(
                        each -> {
                            boolean isOld = each.lastSeenNanos < nanos;
                            if (isOld) {
                                room.leave(each.byteSize);
                            }
                            return isOld;
                        });
    }

    /** All counts since the start. */
    Metrics toMetrics(long nowNanos) {
        Metrics metrics = Metrics.create();
        if (series.isEmpty()) {
            return metrics;
        }
        ScopeMetrics scope = metrics.addResource().addScope();
        scope.scope().name("traces_service_graph");
        count(scope, "total", each -> each.total, nowNanos);
        count(scope, "failed_total", each -> each.failed, nowNanos);
        if (hasLegacyNames) {
            durations(scope, "duration", each -> each.server, nowNanos);
        } else {
            durations(scope, "server", each -> each.server, nowNanos);
            durations(scope, "client", each -> each.client, nowNanos);
        }
        return metrics;
    }

    /** Series that have counted nothing are left out, as in the Go collector. */
    private void count(
            ScopeMetrics scope, String name, Function<Series, Long> value, long nowNanos) {
        var sum =
                new Sum()
                        .isMonotonic(true)
                        .aggregationTemporality(AggregationTemporality.CUMULATIVE);
        for (Series each : series.values()) {
            long count = value.apply(each);
            if (count > 0) {
                fill(sum.addDataPoint().asInt(count), each, nowNanos);
            }
        }
        if (!sum.dataPoints().isEmpty()) {
            scope.addMetric().name(PREFIX + name).data(sum);
        }
    }

    private void durations(
            ScopeMetrics scope, String name, Function<Series, Distribution> value, long nowNanos) {
        MetricData data = null;
        Metric metric = scope.addMetric().name(PREFIX + name).unit(unit);
        for (Series each : series.values()) {
            Distribution durations = value.apply(each);
            if (data == null) {
                data = durations.newData(AggregationTemporality.CUMULATIVE);
                metric.data(data);
            }
            fill(durations.addPoint(data).point(), each, nowNanos);
        }
    }

    private void fill(DataPoint point, Series of, long nowNanos) {
        point.startTimeUnixNano(startNanos).timeUnixNano(nowNanos);
        for (KeyValue label : of.labels.attributes()) {
            point.attributes().add(label);
        }
    }
}
