// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.debug;

import dev.forager.pdata.Span;
import dev.forager.pdata.SpanEvent;
import dev.forager.pdata.SpanLink;
import dev.forager.pdata.Traces;

/** Every field of spans. */
final class DetailedTraces {
    private final TextBlock out = new TextBlock();

    private DetailedTraces() {}

    static String of(Traces traces) {
        var text = new DetailedTraces();
        int resources = 0;
        for (var resource : traces.resources()) {
            text.out.line("ResourceSpans #", resources++);
            text.out.resource(resource.schemaUrl(), resource.resource());
            int scopes = 0;
            for (var scope : resource.scopes()) {
                text.out.line("ScopeSpans #", scopes++);
                text.out.line("ScopeSpans SchemaURL: ", scope.schemaUrl());
                text.out.scope(scope.scope());
                int spans = 0;
                for (Span span : scope.spans()) {
                    text.out.line("Span #", spans++);
                    text.span(span);
                }
            }
        }
        return text.out.toString();
    }

    private void span(Span span) {
        out.field("Trace ID", TextBlock.id(span.traceId()));
        out.field("Parent ID", TextBlock.id(span.parentSpanId()));
        out.field("ID", TextBlock.id(span.spanId()));
        out.field("Name", span.name());
        out.field("Kind", GoEnums.kind(span.kindValue()));
        if (!span.traceState().isEmpty()) {
            out.field("TraceState", span.traceState());
        }
        out.field("Start time", GoTimes.text(span.startTimeUnixNano()));
        out.field("End time", GoTimes.text(span.endTimeUnixNano()));
        out.field("Status code", GoEnums.status(span.status().codeValue()));
        out.field("Status message", span.status().message());
        dropped("DroppedAttributesCount", span.droppedAttributesCount());
        dropped("DroppedEventsCount", span.droppedEventsCount());
        dropped("DroppedLinksCount", span.droppedLinksCount());
        out.attributes("Attributes", span.attributes());
        events(span);
        links(span);
    }

    private void dropped(String name, int count) {
        out.field(name, Integer.toUnsignedString(count));
    }

    private void events(Span span) {
        int number = 0;
        for (SpanEvent event : span.events()) {
            if (number == 0) {
                out.line("Events:");
            }
            out.line("SpanEvent #", number++);
            out.line("     -> Name: ", event.name());
            out.line("     -> Timestamp: ", GoTimes.text(event.timeUnixNano()));
            droppedInList(event.droppedAttributesCount());
            out.attributes("     ", "     -> Attributes:", event.attributes());
        }
    }

    private void links(Span span) {
        int number = 0;
        for (SpanLink link : span.links()) {
            if (number == 0) {
                out.line("Links:");
            }
            out.line("SpanLink #", number++);
            out.line("     -> Trace ID: ", TextBlock.id(link.traceId()));
            out.line("     -> ID: ", TextBlock.id(link.spanId()));
            out.line("     -> TraceState: ", link.traceState());
            droppedInList(link.droppedAttributesCount());
            out.attributes("     ", "     -> Attributes:", link.attributes());
        }
    }

    private void droppedInList(int count) {
        out.line("     -> DroppedAttributesCount: ", Integer.toUnsignedString(count));
    }
}
