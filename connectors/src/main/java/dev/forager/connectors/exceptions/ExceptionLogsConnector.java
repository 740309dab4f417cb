// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.connectors.exceptions;

import dev.forager.pdata.Attributes;
import dev.forager.pdata.Key;
import dev.forager.pdata.KeyValue;
import dev.forager.pdata.LogRecord;
import dev.forager.pdata.Logs;
import dev.forager.pdata.Resource;
import dev.forager.pdata.ResourceSpans;
import dev.forager.pdata.ScopeLogs;
import dev.forager.pdata.ScopeSpans;
import dev.forager.pdata.SeverityNumber;
import dev.forager.pdata.Span;
import dev.forager.pdata.SpanEvent;
import dev.forager.pdata.Telemetry;
import dev.forager.pdata.Traces;
import dev.forager.pdata.Value;
import dev.forager.pdata.ValueText;
import dev.forager.pipeline.Connector;
import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Consumer;
import dev.forager.pipeline.Context;
import java.util.List;
import java.util.stream.Stream;

/**
 * Makes a log record of each exception of a span, and lets those through that are log records
 * already. Immutable, hence thread-safe.
 */
final class ExceptionLogsConnector implements Connector {
    /** What the semantic conventions ask of a record, whatever the dimensions are. */
    private static final List<Key> RECORDED =
            Stream.of("exception.type", "exception.message", "exception.stacktrace")
                    .map(Key::of)
                    .toList();

    private final ExceptionDimensions dimensions;
    private final Consumer next;

    ExceptionLogsConnector(ExceptionsConnectorConfig config, Consumer next) {
        this.dimensions = new ExceptionDimensions(config.dimensions());
        this.next = next;
    }

    @Override
    public void consume(Telemetry telemetry, Context context) throws ConsumeException {
        Logs logs =
                switch (telemetry) {
                    case Traces traces -> ofTraces(traces);
                    case Logs records -> onlyExceptions(records);
                    default ->
                            throw new IllegalArgumentException(
                                    "telemetry: %s (expected: traces or logs)"
                                            .formatted(telemetry.signal()));
                };
        if (logs.itemCount() > 0) {
            next.consume(logs, context);
        }
    }

    private static Logs onlyExceptions(Logs logs) {
        logs.removeIf((resource, scope, record) -> !Exceptions.isOne(record));
        return logs;
    }

    private Logs ofTraces(Traces traces) {
        Logs logs = Logs.create();
        for (ResourceSpans group : traces.resources()) {
            Value service = group.resource().attributes().get("service.name");
            if (service != null) {
                String name = service instanceof Value.Str text ? text.string() : "";
                group.scopes().forEach(scope -> convert(scope, group.resource(), name, logs));
            }
        }
        return logs;
    }

    private void convert(ScopeSpans from, Resource resource, String service, Logs logs) {
        ScopeLogs to = null;
        for (Span span : from.spans()) {
            for (SpanEvent event : span.events()) {
                if (Exceptions.isOne(event)) {
                    to = to != null ? to : newScope(from, resource, logs);
                    fill(to.addRecord(), span, event, resource.attributes(), service);
                }
            }
        }
    }

    private static ScopeLogs newScope(ScopeSpans from, Resource resource, Logs logs) {
        var group = logs.addResource();
        group.resource(resource.copy());
        ScopeLogs scope = group.addScope();
        scope.scope(from.scope().copy());
        return scope;
    }

    private void fill(
            LogRecord record, Span span, SpanEvent event, Attributes resource, String service) {
        record.timeUnixNano(event.timeUnixNano())
                .severityNumber(SeverityNumber.ERROR)
                .severityText("ERROR")
                .eventName(Exceptions.NAME)
                .traceId(span.traceId())
                .spanId(span.spanId());
        Attributes attributes = record.attributes();
        for (KeyValue entry : span.attributes()) {
            attributes.add(entry);
        }
        ExceptionDimensions.putSpan(attributes, span);
        attributes.put("service.name", service);
        dimensions.forEach(
                List.of(span.attributes(), event.attributes(), resource),
                (key, value) -> attributes.put(key, ValueText.of(value)));
        for (Key name : RECORDED) {
            Value value = event.attributes().get(name);
            if (value != null) {
                attributes.put(name, ValueText.of(value));
            }
        }
    }
}
