// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.graph;

import dev.forager.pdata.Signal;
import dev.forager.pdata.Telemetry;
import dev.forager.pipeline.ComponentId;
import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Consumer;
import dev.forager.pipeline.Context;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;

/**
 * The way out of a receiver where the collector traces itself: one span for each request, named as
 * the Go collector names it ({@code receiver/otlp/TraceDataReceived}); what happens behind it has
 * it as parent. Thread-safe.
 *
 * @param next counts and hands on
 * @param words how names and attributes call the signal
 */
record ReceiverSpans(
        Consumer next, Tracer tracer, ComponentId receiver, String transport, Words words)
        implements Consumer {
    /** How names and attributes call a signal. */
    private record Words(String operation, String noun) {
        static Words of(Signal signal) {
            return switch (signal) {
                case TRACES -> new Words("TraceDataReceived", "spans");
                case METRICS -> new Words("MetricsReceived", "metric_points");
                case LOGS -> new Words("LogsReceived", "log_records");
                case PROFILES -> new Words("ProfilesReceived", "profile_samples");
            };
        }
    }

    static Consumer around(
            Consumer next, Tracer tracer, ComponentId receiver, String transport, Signal signal) {
        return new ReceiverSpans(next, tracer, receiver, transport, Words.of(signal));
    }

    @Override
    public void consume(Telemetry telemetry, Context context) throws ConsumeException {
        int items = telemetry.itemCount();
        Span span =
                tracer.spanBuilder("receiver/" + receiver + "/" + words.operation())
                        .setParent(context.spanParent())
                        .setAttribute("transport", transport)
                        .startSpan();
        try {
            next.consume(telemetry, context.withSpan(span.getSpanContext()));
            outcome(span, items, 0);
        } catch (ConsumeException refusal) {
            outcome(span, 0, items);
            span.setStatus(StatusCode.ERROR, Reason.of(refusal));
            throw refusal;
        } finally {
            span.end();
        }
    }

    private void outcome(Span span, long accepted, long refused) {
        span.setAttribute("accepted_" + words.noun(), accepted);
        span.setAttribute("refused_" + words.noun(), refused);
    }
}
