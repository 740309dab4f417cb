// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.tailsampling;

import dev.forager.pdata.TraceSlice;
import java.util.ArrayList;
import java.util.List;

/**
 * What one request brought about: spans that go on at once, and counts that are reported together.
 * Confined to the caller's thread.
 */
final class Ingest {
    private final long nowNanos;
    private final DecisionCounts counts;
    private final List<TraceSlice> released = new ArrayList<>();
    private long newTraces;
    private long cachedSampledSpans;
    private long cachedOtherSpans;
    private boolean hasDecided;

    Ingest(long nowNanos, DecisionCounts counts) {
        this.nowNanos = nowNanos;
        this.counts = counts;
    }

    long nowNanos() {
        return nowNanos;
    }

    /** Where policies that are asked during the request count. */
    DecisionCounts counts() {
        hasDecided = true;
        return counts;
    }

    void newTrace() {
        newTraces++;
    }

    void cachedSampled(TraceSlice slice, List<TraceSlice> annotated) {
        cachedSampledSpans += slice.spanCount();
        released.addAll(annotated);
    }

    void cachedOther(TraceSlice slice) {
        cachedOtherSpans += slice.spanCount();
    }

    void release(TraceSlice slice) {
        released.add(slice);
    }

    void release(List<TraceSlice> slices) {
        released.addAll(slices);
    }

    /** Spans of traces that are sampled already. */
    List<TraceSlice> released() {
        return released;
    }

    void report(TailSamplingMetrics metrics) {
        metrics.arrived(newTraces);
        metrics.knownFromCache(cachedSampledSpans, cachedOtherSpans);
        if (hasDecided) {
            metrics.decided(counts);
        }
    }
}
