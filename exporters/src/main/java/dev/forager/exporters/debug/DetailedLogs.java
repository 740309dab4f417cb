// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.debug;

import dev.forager.pdata.LogRecord;
import dev.forager.pdata.Logs;

/** Every field of log records. */
final class DetailedLogs {
    private final TextBlock out = new TextBlock();

    private DetailedLogs() {}

    static String of(Logs logs) {
        var text = new DetailedLogs();
        int resources = 0;
        for (var resource : logs.resources()) {
            text.out.line("ResourceLog #", resources++);
            text.out.resource(resource.schemaUrl(), resource.resource());
            int scopes = 0;
            for (var scope : resource.scopes()) {
                text.out.line("ScopeLogs #", scopes++);
                text.out.line("ScopeLogs SchemaURL: ", scope.schemaUrl());
                text.out.scope(scope.scope());
                int records = 0;
                for (LogRecord record : scope.records()) {
                    text.out.line("LogRecord #", records++);
                    text.record(record);
                }
            }
        }
        return text.out.toString();
    }

    private void record(LogRecord record) {
        int severity = record.severityNumberValue();
        out.line("ObservedTimestamp: ", GoTimes.text(record.observedTimeUnixNano()));
        out.line("Timestamp: ", GoTimes.text(record.timeUnixNano()));
        out.line("SeverityText: ", record.severityText());
        out.line("SeverityNumber: ", GoEnums.severity(severity), "(", severity, ")");
        if (!record.eventName().isEmpty()) {
            out.line("EventName: ", record.eventName());
        }
        out.line("Body: ", GoValues.typed(record.body()));
        out.attributes("Attributes", record.attributes());
        out.line("Trace ID: ", TextBlock.id(record.traceId()));
        out.line("Span ID: ", TextBlock.id(record.spanId()));
        out.line("Flags: ", Integer.toUnsignedString(record.flags()));
    }
}
