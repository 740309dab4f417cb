// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.redaction;

import dev.forager.pdata.Attributes;
import dev.forager.pdata.DataPoint;
import dev.forager.pdata.LogRecord;
import dev.forager.pdata.Logs;
import dev.forager.pdata.Metrics;
import dev.forager.pdata.Profiles;
import dev.forager.pdata.ResourceGroup;
import dev.forager.pdata.ScopeGroup;
import dev.forager.pdata.Signal;
import dev.forager.pdata.Span;
import dev.forager.pdata.SpanEvent;
import dev.forager.pdata.Telemetry;
import dev.forager.pdata.Traces;
import dev.forager.pdata.Value;
import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Consumer;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.Processor;
import dev.forager.pipeline.ProcessorSettings;
import org.jspecify.annotations.Nullable;

/** Redacts every attribute of every part of a payload. Thread-safe; holds no data. */
final class RedactionProcessor implements Processor {
    private final Redactor redactor;
    private final @Nullable SpanNames names;
    private final Consumer next;

    RedactionProcessor(RedactionProcessorConfig config, ProcessorSettings settings, Consumer next) {
        UrlSanitizer urls =
                config.urlSanitizer().enabled()
                        ? new UrlSanitizer(config.urlSanitizer().attributes())
                        : null;
        // Log records seldom say which database a statement is for.
        boolean guess = settings.pipeline().signal() == Signal.LOGS;
        var databases = new DatabaseSanitizer(config.dbSanitizer(), guess);
        this.redactor = new Redactor(config, urls, databases);
        this.names = SpanNames.of(config, urls, databases);
        this.next = next;
    }

    @Override
    public void consume(Telemetry telemetry, Context context) throws ConsumeException {
        for (ResourceGroup group : telemetry.resources()) {
            redactor.redact(group.resource().attributes());
            for (ScopeGroup scope : group.scopes()) {
                redactor.redact(scope.scope().attributes());
            }
        }
        switch (telemetry) {
            case Traces traces -> traces.spans().forEach(this::redact);
            case Logs logs -> logs.records().forEach(this::redact);
            case Metrics metrics -> {
                for (DataPoint point : metrics.dataPoints()) {
                    redactor.redact(point.attributes());
                }
            }
            case Profiles _ -> {} // Not in info(): the graph is never built with it.
        }
        next.consume(telemetry, context);
    }

    private void redact(Span span) {
        redactor.redact(span.attributes());
        for (SpanEvent event : span.events()) {
            redactor.redact(event.attributes());
        }
        if (names != null && !redactor.isAllowed(span.name())) {
            names.sanitize(span);
        }
    }

    @SuppressWarnings("ReferenceEquality") // the very body says that nothing was done
    private void redact(LogRecord record) {
        Attributes attributes = record.attributes();
        redactor.redact(attributes);
        Value body = record.body();
        Value redacted = redactor.redactBody(body, attributes);
        if (redacted != body) {
            record.body(redacted);
        }
    }
}
