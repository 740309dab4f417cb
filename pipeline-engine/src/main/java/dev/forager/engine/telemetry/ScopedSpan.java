// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.telemetry;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.data.DelegatingSpanData;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.jspecify.annotations.Nullable;

/** A span whose scope has attributes. Thread-safe. */
record ScopedSpan(ReadableSpan span, Attributes scopeAttributes) implements ReadableSpan {
    @Override
    public InstrumentationScopeInfo getInstrumentationScopeInfo() {
        InstrumentationScopeInfo plain = span.getInstrumentationScopeInfo();
        var scope =
                InstrumentationScopeInfo.builder(plain.getName()).setAttributes(scopeAttributes);
        if (plain.getVersion() != null) {
            scope.setVersion(plain.getVersion());
        }
        if (plain.getSchemaUrl() != null) {
            scope.setSchemaUrl(plain.getSchemaUrl());
        }
        return scope.build();
    }

    @Override
    public SpanData toSpanData() {
        return new Data(span.toSpanData(), getInstrumentationScopeInfo());
    }

    private static final class Data extends DelegatingSpanData {
        private final InstrumentationScopeInfo scope;

        Data(SpanData data, InstrumentationScopeInfo scope) {
            super(data);
            this.scope = scope;
        }

        @Override
        public InstrumentationScopeInfo getInstrumentationScopeInfo() {
            return scope;
        }
    }

    @Override
    public SpanContext getSpanContext() {
        return span.getSpanContext();
    }

    @Override
    public SpanContext getParentSpanContext() {
        return span.getParentSpanContext();
    }

    @Override
    public String getName() {
        return span.getName();
    }

    @Override
    @Deprecated
    @SuppressWarnings("deprecation")
    public io.opentelemetry.sdk.common.InstrumentationLibraryInfo getInstrumentationLibraryInfo() {
        return span.getInstrumentationLibraryInfo();
    }

    @Override
    public boolean hasEnded() {
        return span.hasEnded();
    }

    @Override
    public long getLatencyNanos() {
        return span.getLatencyNanos();
    }

    @Override
    public SpanKind getKind() {
        return span.getKind();
    }

    @Override
    public <T> @Nullable T getAttribute(AttributeKey<T> key) {
        return span.getAttribute(key);
    }

    @Override
    public Attributes getAttributes() {
        return span.getAttributes();
    }
}
