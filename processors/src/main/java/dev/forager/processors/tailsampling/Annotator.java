// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.tailsampling;

import dev.forager.pdata.Attributes;
import dev.forager.pdata.ResourceSpans;
import dev.forager.pdata.ScopeSpans;
import dev.forager.pdata.Span;
import dev.forager.pdata.TraceSlice;
import dev.forager.pdata.TraceSlicer;
import dev.forager.pdata.Traces;
import dev.forager.processors.sampling.Threshold;
import dev.forager.processors.sampling.TraceState;
import dev.forager.processors.tailsampling.DecisionMaker.Verdict;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes into sampled spans why they were sampled, where a feature gate wants it; without one,
 * spans stay the bytes that came. Thread-safe.
 */
final class Annotator {
    private static final String POLICY = "tailsampling.policy";
    private static final String COMPOSITE_POLICY = "tailsampling.composite_policy";
    private static final String CACHED_DECISION = "tailsampling.cached_decision";

    private final SamplingGates gates;
    private final TailSamplingMetrics metrics;
    private final TraceSlicer slicer = new TraceSlicer();

    Annotator(SamplingGates gates, TailSamplingMetrics metrics) {
        this.gates = gates;
        this.metrics = metrics;
    }

    /** Spans that were decided on. */
    List<TraceSlice> decided(List<TraceSlice> slices, Verdict verdict) {
        if (!gates.recordsPolicy() && !gates.usesTraceState()) {
            return slices;
        }
        return edited(
                slices,
                traces -> {
                    if (gates.recordsPolicy()) {
                        record(traces, COMPOSITE_POLICY, verdict.compositePolicy());
                        record(traces, POLICY, verdict.policy());
                    }
                    if (gates.usesTraceState()) {
                        write(traces, verdict.threshold());
                    }
                });
    }

    /** Spans of a trace whose decision was remembered, with the policy that made it. */
    List<TraceSlice> remembered(TraceSlice slice, @Nullable String policy) {
        if (!gates.recordsPolicy()) {
            return List.of(slice);
        }
        return edited(
                List.of(slice),
                traces -> {
                    record(traces, POLICY, policy);
                    forEachScope(traces, attributes -> attributes.put(CACHED_DECISION, true));
                });
    }

    private List<TraceSlice> edited(List<TraceSlice> slices, Consumer<Traces> edit) {
        var traces = (Traces) TraceSlice.join(slices).open();
        edit.accept(traces);
        return slicer.slice(traces.seal());
    }

    private static void record(Traces traces, String key, @Nullable String value) {
        if (value != null) {
            forEachScope(traces, attributes -> attributes.put(key, value));
        }
    }

    private static void forEachScope(Traces traces, Consumer<Attributes> edit) {
        for (ResourceSpans resource : traces.resources()) {
            for (ScopeSpans scope : resource.scopes()) {
                edit.accept(scope.scope().attributes());
            }
        }
    }

    /** A threshold that is greater already stays: the specification forbids to lower it. */
    private void write(Traces traces, Threshold threshold) {
        long malformed = 0;
        for (Span span : traces.spans()) {
            try {
                TraceState state = TraceState.parse(span.traceState());
                Threshold before = state.threshold();
                if (before == null || before.value() <= threshold.value()) {
                    state.threshold(threshold);
                    span.traceState(state.text());
                }
            } catch (TraceState.MalformedException e) {
                malformed++;
            }
        }
        metrics.unparseable(malformed);
    }
}
