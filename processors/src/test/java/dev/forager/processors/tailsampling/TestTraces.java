// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.tailsampling;

import dev.forager.pdata.Payload;
import dev.forager.pdata.ResourceSpans;
import dev.forager.pdata.ScopeSpans;
import dev.forager.pdata.Span;
import dev.forager.pdata.SpanId;
import dev.forager.pdata.TraceId;
import dev.forager.pdata.TraceSlice;
import dev.forager.pdata.TraceSlicer;
import dev.forager.pdata.Traces;
import java.util.List;
import java.util.function.Consumer;

/** Requests of one resource, for tests. Not thread-safe. */
final class TestTraces {
    private static final TraceSlicer SLICER = new TraceSlicer();

    private final Traces traces = Traces.create();
    private final ResourceSpans resource;
    private final ScopeSpans scope;
    private int spans;

    TestTraces() {
        resource = traces.addResource();
        resource.resource().attributes().put("service.name", "shop");
        scope = resource.addScope();
        scope.scope().name("lib");
    }

    /** Spans with a parent, all of the trace of this number. */
    static TestTraces ofTrace(int trace, int spans) {
        var request = new TestTraces();
        for (int i = 0; i < spans; i++) {
            request.span(trace, span -> {});
        }
        return request;
    }

    TestTraces resource(String key, String value) {
        resource.resource().attributes().put(key, value);
        return this;
    }

    TestTraces span(int trace, Consumer<Span> edit) {
        Span span = scope.addSpan();
        span.traceId(id(trace));
        span.spanId(new SpanId(++spans));
        span.parentSpanId(new SpanId(99));
        span.name("span");
        span.startTimeUnixNano(1_000_000_000);
        span.endTimeUnixNano(2_000_000_000);
        edit.accept(span);
        return this;
    }

    TestTraces root(int trace) {
        return span(trace, span -> span.parentSpanId(SpanId.NONE));
    }

    static TraceId id(int trace) {
        // Spread, as ids are: FNV hardly mixes the last bytes it takes.
        return new TraceId(trace * 0x9e3779b97f4a7c15L, trace + 1);
    }

    Payload payload() {
        return traces.seal();
    }

    /** The whole request as a candidate; it has to be one trace. */
    Candidate candidate() {
        List<TraceSlice> slices = SLICER.slice(payload());
        TraceSlice first = slices.getFirst();
        long bytes = slices.stream().mapToLong(TraceSlice::byteSize).sum();
        return new Candidate(
                first.traceIdHigh(), first.traceIdLow(), payload().itemCount(), bytes, slices);
    }
}
