// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.sending;

import dev.forager.pdata.Signal;
import dev.forager.pipeline.ComponentId;
import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Context;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;

/**
 * The collector's own spans for what an exporter sends, retries included, named as the Go collector
 * names them ({@code exporter/otlp_grpc/traces}). Thread-safe.
 */
public final class DeliverySpans {
    private final Tracer tracer;
    private final String name;
    private final String exporter;
    private final String dataType;

    /** The spans of one exporter for one signal. */
    public DeliverySpans(Tracer tracer, ComponentId exporter, Signal signal) {
        this.tracer = tracer;
        this.exporter = exporter.toString();
        this.dataType = signal.toString();
        this.name = "exporter/" + exporter + "/" + dataType;
    }

    /** What a span is put around. */
    interface Sending {
        /** Answers how many items were left out. */
        int send(Context context) throws ConsumeException;
    }

    int around(int items, Context context, Sending sending) throws ConsumeException {
        Span span =
                tracer.spanBuilder(name)
                        .setParent(context.spanParent())
                        .setAttribute("exporter", exporter)
                        .setAttribute("data_type", dataType)
                        .startSpan();
        try {
            int leftOut = sending.send(context.withSpan(span.getSpanContext()));
            outcome(span, items, 0);
            return leftOut;
        } catch (ConsumeException | RuntimeException failure) {
            outcome(span, 0, items);
            span.setStatus(StatusCode.ERROR, String.valueOf(failure.getMessage()));
            throw failure;
        } finally {
            span.end();
        }
    }

    private static void outcome(Span span, long sent, long failed) {
        span.setAttribute("items.sent", sent);
        span.setAttribute("items.failed", failed);
    }
}
