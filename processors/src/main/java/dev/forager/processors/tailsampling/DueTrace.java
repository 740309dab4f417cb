// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.tailsampling;

import dev.forager.pdata.TraceSlice;
import dev.forager.processors.tailsampling.DecisionMaker.Verdict;
import java.util.List;

/**
 * A trace whose time has come, with its spans. Confined to the thread that decides; the trace
 * itself stays with its shard.
 */
final class DueTrace {
    private final HeldTrace trace;
    private final List<TraceSlice> slices;
    private final long spanCount;
    private final long sizeBytes;
    private Verdict verdict = Verdict.NOT_SAMPLED;

    DueTrace(HeldTrace trace) {
        this.trace = trace;
        this.slices = trace.take();
        this.spanCount = trace.spanCount();
        this.sizeBytes = trace.sizeBytes();
    }

    HeldTrace trace() {
        return trace;
    }

    List<TraceSlice> slices() {
        return slices;
    }

    Candidate candidate() {
        return new Candidate(trace.idHigh, trace.idLow, spanCount, sizeBytes, slices);
    }

    Verdict verdict() {
        return verdict;
    }

    void decide(Verdict made) {
        verdict = made;
    }
}
