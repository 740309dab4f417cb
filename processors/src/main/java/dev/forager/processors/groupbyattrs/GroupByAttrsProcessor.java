// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.groupbyattrs;

import dev.forager.pdata.ContentKey;
import dev.forager.pdata.DataPoint;
import dev.forager.pdata.LogRecord;
import dev.forager.pdata.Logs;
import dev.forager.pdata.Metric;
import dev.forager.pdata.MetricData;
import dev.forager.pdata.Metrics;
import dev.forager.pdata.Profiles;
import dev.forager.pdata.ResourceLogs;
import dev.forager.pdata.ResourceMetrics;
import dev.forager.pdata.ResourceSpans;
import dev.forager.pdata.ScopeLogs;
import dev.forager.pdata.ScopeMetrics;
import dev.forager.pdata.ScopeSpans;
import dev.forager.pdata.Span;
import dev.forager.pdata.Telemetry;
import dev.forager.pdata.Traces;
import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Consumer;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.Processor;
import dev.forager.pipeline.ProcessorSettings;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Builds each request anew, by resources that have the attributes of their items. Items are moved,
 * not copied: the bytes of an item whose attributes stay are spliced into the result. Thread-safe;
 * remembers nothing between requests.
 */
final class GroupByAttrsProcessor implements Processor {
    private final List<String> keys;
    private final GroupCounter counter;
    private final Consumer next;

    GroupByAttrsProcessor(GroupByAttrsConfig config, ProcessorSettings settings, Consumer next) {
        Set<String> distinct = new LinkedHashSet<>();
        for (String key : config.keys()) {
            if (!key.isEmpty() && !distinct.add(key)) {
                settings.logger()
                        .atWarn()
                        .addKeyValue("key", key)
                        .log("A grouping key is already present");
            }
        }
        keys = List.copyOf(distinct);
        counter = new GroupCounter(settings.meter(), settings.pipeline().signal());
        this.next = next;
    }

    @Override
    public void consume(Telemetry telemetry, Context context) throws ConsumeException {
        Telemetry grouped =
                switch (telemetry) {
                    case Traces traces -> group(traces);
                    case Metrics metrics -> group(metrics);
                    case Logs logs -> group(logs);
                    case Profiles profiles -> profiles; // Not in info(): never comes.
                };
        if (!grouped.resources().isEmpty()) {
            next.consume(grouped, context);
        }
    }

    private Traces group(Traces traces) {
        Traces result = Traces.create();
        Groups<ResourceSpans, ScopeSpans> groups =
                new Groups<>(
                        keys,
                        (resource, source) ->
                                result.addResource()
                                        .resource(resource)
                                        .schemaUrl(source.schemaUrl()),
                        (group, source) ->
                                group.addScope()
                                        .scope(source.scope().copy())
                                        .schemaUrl(source.schemaUrl()));
        for (ResourceSpans source : traces.resources()) {
            groups.source();
            for (ScopeSpans scope : source.scopes()) {
                for (Span span : scope.spans()) {
                    groups.move(source, span.attributes(), counter).scope(scope).spans().add(span);
                }
            }
        }
        counter.groups(groups.size());
        return result;
    }

    private Logs group(Logs logs) {
        Logs result = Logs.create();
        Groups<ResourceLogs, ScopeLogs> groups =
                new Groups<>(
                        keys,
                        (resource, source) ->
                                result.addResource()
                                        .resource(resource)
                                        .schemaUrl(source.schemaUrl()),
                        (group, source) ->
                                group.addScope()
                                        .scope(source.scope().copy())
                                        .schemaUrl(source.schemaUrl()));
        for (ResourceLogs source : logs.resources()) {
            groups.source();
            for (ScopeLogs scope : source.scopes()) {
                for (LogRecord record : scope.records()) {
                    groups.move(source, record.attributes(), counter)
                            .scope(scope)
                            .records()
                            .add(record);
                }
            }
        }
        counter.groups(groups.size());
        return result;
    }

    private Metrics group(Metrics metrics) {
        Metrics result = Metrics.create();
        Groups<ResourceMetrics, ScopeMetrics> groups =
                new Groups<>(
                        keys,
                        (resource, source) ->
                                result.addResource()
                                        .resource(resource)
                                        .schemaUrl(source.schemaUrl()),
                        (group, source) ->
                                group.addScope()
                                        .scope(source.scope().copy())
                                        .schemaUrl(source.schemaUrl()));
        var shells = new MetricShells();
        for (ResourceMetrics source : metrics.resources()) {
            groups.source();
            for (ScopeMetrics scope : source.scopes()) {
                for (Metric metric : scope.metrics()) {
                    group(source, scope, metric, groups, shells);
                }
            }
        }
        counter.groups(groups.size());
        return result;
    }

    private void group(
            ResourceMetrics source,
            ScopeMetrics scope,
            Metric metric,
            Groups<ResourceMetrics, ScopeMetrics> groups,
            MetricShells shells) {
        MetricData data = metric.data();
        if (data == null) {
            return;
        }
        ContentKey key = shells.keyOf(metric, data);
        for (DataPoint point : new ArrayList<>(data.dataPoints())) {
            ScopeMetrics target = groups.move(source, point.attributes(), counter).scope(scope);
            shells.add(target, key, metric, data, point);
        }
    }
}
