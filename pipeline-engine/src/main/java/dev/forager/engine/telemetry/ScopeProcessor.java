// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.telemetry;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;

/**
 * Adds attributes to the scope of spans that have ended; the SDK has no way to name a tracer with
 * attributes. Thread-safe.
 *
 * @param next takes the spans; shared, so it is neither flushed nor stopped from here
 */
record ScopeProcessor(SpanProcessor next, Attributes attributes) implements SpanProcessor {
    @Override
    public void onStart(Context parent, ReadWriteSpan span) {
        next.onStart(parent, span);
    }

    @Override
    public boolean isStartRequired() {
        return next.isStartRequired();
    }

    @Override
    public void onEnd(ReadableSpan span) {
        next.onEnd(new ScopedSpan(span, attributes));
    }

    @Override
    public boolean isEndRequired() {
        return next.isEndRequired();
    }
}
