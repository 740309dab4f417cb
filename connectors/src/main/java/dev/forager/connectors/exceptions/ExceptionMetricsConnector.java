// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.connectors.exceptions;

import dev.forager.connectors.state.StateMetrics;
import dev.forager.connectors.state.StateRoom;
import dev.forager.pdata.Attributes;
import dev.forager.pdata.LogRecord;
import dev.forager.pdata.Metrics;
import dev.forager.pdata.NumberDataPoint;
import dev.forager.pdata.ResourceGroup;
import dev.forager.pdata.ResourceLogs;
import dev.forager.pdata.ResourceSpans;
import dev.forager.pdata.ScopeLogs;
import dev.forager.pdata.ScopeSpans;
import dev.forager.pdata.Span;
import dev.forager.pdata.SpanEvent;
import dev.forager.pdata.Telemetry;
import dev.forager.pdata.Value;
import dev.forager.pipeline.Connector;
import dev.forager.pipeline.ConnectorSettings;
import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Consumer;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.Host;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Counts exceptions and tells all counts with each request. Thread-safe: one lock for the state.
 */
final class ExceptionMetricsConnector implements Connector {
    private final ConnectorSettings settings;
    private final Consumer next;
    private final ExceptionDimensions dimensions;
    private final StateRoom room;
    private final ExceptionCounts counts;
    private final Duration expiration;
    private @Nullable StateMetrics metrics;

    ExceptionMetricsConnector(
            ExceptionsConnectorConfig config, ConnectorSettings settings, Consumer next) {
        this.settings = settings;
        this.next = next;
        dimensions = new ExceptionDimensions(config.dimensions());
        room = new StateRoom(config.maxStateSize());
        counts = new ExceptionCounts(room, config.exemplars().enabled(), now());
        expiration = config.seriesExpiration();
    }

    @Override
    public synchronized void start(Host host) {
        metrics = new StateMetrics(settings, room);
    }

    @Override
    public void consume(Telemetry telemetry, Context context) throws ConsumeException {
        Metrics all = count(telemetry);
        if (all != null) {
            next.consume(all, context);
        }
    }

    private synchronized @Nullable Metrics count(Telemetry telemetry) {
        long now = now();
        for (ResourceGroup group : telemetry.resources()) {
            Value service = group.resource().attributes().get("service.name");
            if (service != null) {
                count(group, service instanceof Value.Str name ? name.string() : "", now);
            }
        }
        if (!expiration.isZero()) {
            counts.expire(now - expiration.toNanos());
        }
        return counts.isEmpty() ? null : counts.toMetrics(now);
    }

    private void count(ResourceGroup group, String service, long now) {
        Attributes resource = group.resource().attributes();
        switch (group) {
            case ResourceSpans spans -> {
                for (ScopeSpans scope : spans.scopes()) {
                    for (Span span : scope.spans()) {
                        count(span, service, resource, now);
                    }
                }
            }
            case ResourceLogs logs -> {
                for (ScopeLogs scope : logs.scopes()) {
                    for (LogRecord record : scope.records()) {
                        count(record, service, resource, now);
                    }
                }
            }
            default -> {} // Not in info(): the graph is never built with it.
        }
    }

    private void count(Span span, String service, Attributes resource, long now) {
        for (SpanEvent event : span.events()) {
            if (Exceptions.isOne(event)) {
                NumberDataPoint labels = ExceptionCounts.labels(service);
                ExceptionDimensions.putSpan(labels.attributes(), span);
                dimensions.forEach(
                        List.of(span.attributes(), event.attributes(), resource),
                        labels.attributes()::put);
                counts.add(labels, span.traceId(), span.spanId(), now);
            }
        }
    }

    private void count(LogRecord record, String service, Attributes resource, long now) {
        if (Exceptions.isOne(record)) {
            NumberDataPoint labels = ExceptionCounts.labels(service);
            dimensions.forEach(List.of(record.attributes(), resource), labels.attributes()::put);
            counts.add(labels, record.traceId(), record.spanId(), now);
        }
    }

    private long now() {
        Instant now = settings.clock().instant();
        return now.getEpochSecond() * 1_000_000_000L + now.getNano();
    }

    @Override
    public synchronized void stop(Duration limit) {
        counts.clear();
        if (metrics != null) {
            metrics.close();
            metrics = null;
        }
    }
}
