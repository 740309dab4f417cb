// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.tailsampling;

import dev.forager.pdata.TraceSlice;
import dev.forager.pipeline.MemoryBudget.Reservation;
import dev.forager.processors.tailsampling.DecisionMaker.Verdict;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of the traces, by the hash of their id. Thread-safe: every method holds the shard's
 * monitor for as long as it takes to change a few links; policies run and spans are sent outside of
 * it (policies inside only with {@code span-ingest}).
 *
 * <p>A trace is in the table from its first span until it is evicted or its decision is in a cache.
 * While it gathers spans it stands in {@code pending} and in the timer; while it is decided on, in
 * neither; once it is decided, in {@code decided}.
 */
final class Shard {
    private final ShardSettings settings;
    private final TraceRoom room;
    private final TraceTable table;
    private final TraceQueue pending = new TraceQueue();
    private final TraceQueue decided = new TraceQueue();
    private final DecisionTimer timer;
    private final DecisionCache sampled;
    private final DecisionCache others;
    private final Reservation memory;
    private boolean isClosed;

    /** What became of an offer. */
    enum Offer {
        /** The spans were held, passed to be sent, or dropped for good. */
        TAKEN,
        /** As many traces as there may be. */
        NO_TRACE,
        /** As many bytes as there may be. */
        NO_BYTES,
        /** The processor stops. */
        CLOSED
    }

    Shard(ShardSettings settings, long nowNanos) {
        this.settings = settings;
        this.room = settings.room();
        this.table = new TraceTable(settings.expectedTraces());
        this.timer = new DecisionTimer(nowNanos, settings.tickNanos(), settings.waitNanos());
        this.sampled = new DecisionCache(settings.sampledCacheSize());
        this.others = new DecisionCache(settings.otherCacheSize());
        this.memory = settings.reservation();
    }

    /** Takes spans in, unless there is no room for them. */
    synchronized Offer offer(TraceSlice slice, Ingest ingest) {
        if (isClosed) {
            return Offer.CLOSED;
        }
        if (sampled.touch(slice.traceHash())) {
            ingest.cachedSampled(
                    slice, settings.annotator().remembered(slice, sampled.lastPolicy()));
            return Offer.TAKEN;
        }
        if (others.touch(slice.traceHash())) {
            ingest.cachedOther(slice);
            return Offer.TAKEN;
        }
        HeldTrace trace = table.find(slice);
        if (trace == null) {
            return offerNew(slice, ingest);
        }
        if (trace.decision() != null) {
            takeLate(trace, slice, ingest);
            return Offer.TAKEN;
        }
        if (!hold(slice.memoryBytes(), slice.spanCount())) {
            return Offer.NO_BYTES;
        }
        take(trace, slice, ingest);
        return Offer.TAKEN;
    }

    private Offer offerNew(TraceSlice slice, Ingest ingest) {
        if (!room.enter()) {
            return Offer.NO_TRACE;
        }
        if (!hold(HeldTrace.OVERHEAD_BYTES + slice.memoryBytes(), slice.spanCount())) {
            room.leave();
            return Offer.NO_BYTES;
        }
        var trace = new HeldTrace(slice, ingest.nowNanos());
        table.add(trace);
        pending.add(trace);
        timer.add(trace, ingest.nowNanos() + settings.waitNanos());
        ingest.newTrace();
        take(trace, slice, ingest);
        return Offer.TAKEN;
    }

    private void takeLate(HeldTrace trace, TraceSlice slice, Ingest ingest) {
        if (trace.decision() == Decision.SAMPLED) {
            ingest.release(slice);
        }
        if (trace.wasTimely()) {
            settings.metrics().late(ingest.nowNanos() - trace.decidedNanos());
        }
    }

    private void take(HeldTrace trace, TraceSlice slice, Ingest ingest) {
        trace.count(slice);
        trace.hold(slice);
        if (!trace.isInTimer) {
            // It is just being decided on; these spans follow that decision.
            return;
        }
        if (slice.hasRoot() && settings.waitAfterRootNanos() > 0) {
            timer.moveEarlier(trace, ingest.nowNanos() + settings.waitAfterRootNanos());
        }
        if (settings.maxTraceBytes() > 0 && trace.sizeBytes() > settings.maxTraceBytes()) {
            settings.metrics().droppedTooLarge();
            boolean wasAskedBefore =
                    settings.decidesEarly() && trace.spanCount() > slice.spanCount();
            conclude(trace, Verdict.NOT_SAMPLED, ingest.nowNanos(), wasAskedBefore);
        } else if (settings.decidesEarly()) {
            decideEarly(trace, slice, ingest);
        }
    }

    private void decideEarly(HeldTrace trace, TraceSlice slice, Ingest ingest) {
        var candidate =
                new Candidate(
                        trace.idHigh,
                        trace.idLow,
                        trace.spanCount(),
                        trace.sizeBytes(),
                        List.of(slice));
        Verdict verdict = settings.maker().decideEarly(candidate, ingest.counts());
        if (verdict != null) {
            ingest.counts().decided(verdict.decision());
            List<TraceSlice> slices = conclude(trace, verdict, ingest.nowNanos(), true);
            if (verdict.decision() == Decision.SAMPLED) {
                ingest.release(slices.subList(0, slices.size() - 1));
                ingest.release(settings.annotator().decided(List.of(slice), verdict));
            }
        }
    }

    /** Ends the wait of a trace at once; the answer is what it held. */
    private List<TraceSlice> conclude(
            HeldTrace trace, Verdict verdict, long nowNanos, boolean isTimely) {
        timer.remove(trace);
        pending.remove(trace);
        List<TraceSlice> slices = trace.take();
        unhold(bytesOf(slices), spansOf(slices));
        settle(trace, verdict, nowNanos, isTimely);
        return slices;
    }

    /** Remembers a decision: in a cache, where there is one, else in the trace itself. */
    private void settle(HeldTrace trace, Verdict verdict, long nowNanos, boolean isTimely) {
        DecisionCache cache = verdict.decision() == Decision.SAMPLED ? sampled : others;
        if (cache.isOff()) {
            trace.decide(verdict.decision(), verdict.policy(), nowNanos, isTimely);
            decided.add(trace);
        } else {
            cache.put(trace.hash, verdict.policy());
            remove(trace, nowNanos);
        }
    }

    private void remove(HeldTrace trace, long nowNanos) {
        table.remove(trace);
        unhold(HeldTrace.OVERHEAD_BYTES, 0);
        room.leave();
        settings.metrics().removed(nowNanos - trace.arrivedNanos);
    }

    /** Takes up to {@code most} traces whose time has come; they stay known here. */
    synchronized List<DueTrace> takeDue(long nowNanos, int most) {
        var due = new ArrayList<HeldTrace>();
        timer.takeDue(nowNanos, most, due);
        return due.stream().map(this::takeOut).toList();
    }

    /** Takes up to {@code most} traces, whether their time has come or not. */
    synchronized List<DueTrace> takePending(int most) {
        var taken = new ArrayList<DueTrace>();
        for (HeldTrace trace = pending.oldest();
                trace != null && taken.size() < most;
                trace = pending.oldest()) {
            timer.remove(trace);
            taken.add(takeOut(trace));
        }
        return taken;
    }

    private DueTrace takeOut(HeldTrace trace) {
        pending.remove(trace);
        return new DueTrace(trace);
    }

    /**
     * Notes the decisions on traces that {@link #takeDue} gave out.
     *
     * @return spans of sampled traces that came meanwhile
     */
    synchronized List<TraceSlice> settle(List<DueTrace> traces, long nowNanos) {
        var more = new ArrayList<TraceSlice>();
        for (DueTrace due : traces) {
            List<TraceSlice> meanwhile = due.trace().take();
            unhold(bytesOf(meanwhile), spansOf(meanwhile));
            if (due.verdict().decision() == Decision.SAMPLED) {
                more.addAll(meanwhile);
            }
            if (settings.decidesEarly() && others.isOff()) {
                // Nothing wanted it while it was here: there is nothing to remember.
                remove(due.trace(), nowNanos);
            } else {
                settle(due.trace(), due.verdict(), nowNanos, true);
            }
        }
        return more;
    }

    /** Frees the memory of spans that {@link #takeDue} gave out, now that they are gone. */
    synchronized void release(List<DueTrace> traces) {
        long bytes = 0;
        long spans = 0;
        for (DueTrace due : traces) {
            bytes += bytesOf(due.slices());
            spans += spansOf(due.slices());
        }
        unhold(bytes, spans);
    }

    /** Forgets the oldest decision; false when there is none. */
    synchronized boolean evictDecided(long nowNanos) {
        HeldTrace oldest = decided.oldest();
        if (oldest == null) {
            return false;
        }
        decided.remove(oldest);
        remove(oldest, nowNanos);
        return true;
    }

    /** Drops the oldest trace that has no decision yet; false when there is none. */
    synchronized boolean evictPending(long nowNanos) {
        HeldTrace oldest = pending.oldest();
        if (oldest == null) {
            return false;
        }
        pending.remove(oldest);
        timer.remove(oldest);
        List<TraceSlice> slices = oldest.take();
        unhold(bytesOf(slices), spansOf(slices));
        remove(oldest, nowNanos);
        settings.metrics().droppedTooEarly();
        return true;
    }

    /** Arrival of the oldest trace that is decided and remembered here; null when there is none. */
    @Nullable Long oldestDecided() {
        return decided.oldestNanos();
    }

    /** Arrival of the oldest trace that waits; null when there is none. */
    @Nullable Long oldestPending() {
        return pending.oldestNanos();
    }

    /** Lets nothing in any more. */
    synchronized void close() {
        isClosed = true;
    }

    /** Gives all memory back; what is still held is lost. The answer is the number of its spans. */
    synchronized long discard() {
        long spans = 0;
        for (HeldTrace trace = pending.oldest(); trace != null; trace = pending.oldest()) {
            timer.remove(trace);
            pending.remove(trace);
            List<TraceSlice> slices = trace.take();
            spans += spansOf(slices);
            unhold(bytesOf(slices), spansOf(slices));
        }
        memory.close();
        return spans;
    }

    private boolean hold(long bytes, int spans) {
        if (!room.hold(bytes, spans)) {
            return false;
        }
        if (memory.growTo(memory.bytes() + bytes)) {
            return true;
        }
        room.release(bytes, spans);
        return false;
    }

    private void unhold(long bytes, long spans) {
        memory.shrinkTo(Math.max(0, memory.bytes() - bytes));
        room.release(bytes, spans);
    }

    private static long bytesOf(List<TraceSlice> slices) {
        long bytes = 0;
        for (TraceSlice slice : slices) {
            bytes += slice.memoryBytes();
        }
        return bytes;
    }

    private static long spansOf(List<TraceSlice> slices) {
        long spans = 0;
        for (TraceSlice slice : slices) {
            spans += slice.spanCount();
        }
        return spans;
    }
}
