// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.client;

import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.RequestHeadersBuilder;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.Tracing;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.propagation.TextMapPropagator;

/**
 * The spans of what one client sends, where the collector traces itself. Where a propagator is
 * configured they travel with the request. Thread-safe.
 */
record CallSpans(Tracer tracer, TextMapPropagator propagator) {
    /** Spans under the name of an instrumentation. */
    static CallSpans of(Tracing tracing, String scope) {
        return new CallSpans(tracing.tracers().get(scope), tracing.propagator());
    }

    /** A span that the caller ends, as part of what {@code context} belongs to. */
    Span begin(String name, Context context) {
        return tracer.spanBuilder(name)
                .setParent(context.spanParent())
                .setSpanKind(SpanKind.CLIENT)
                .startSpan();
    }

    /** The headers with the span in them. */
    RequestHeaders carry(Span span, RequestHeaders headers) {
        if (propagator.fields().isEmpty()) {
            return headers;
        }
        RequestHeadersBuilder carrier = headers.toBuilder();
        var context = io.opentelemetry.context.Context.root().with(span);
        propagator.inject(
                context,
                carrier,
                (builder, name, value) -> {
                    if (builder != null) {
                        HeaderValues.set(builder, name.toLowerCase(java.util.Locale.ROOT), value);
                    }
                });
        return carrier.build();
    }
}
