// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.tailsampling;

import dev.forager.pdata.TraceSlice;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A trace that a shard knows: it gathers spans, then is decided on, then its decision is remembered
 * for late spans. Guarded by its shard.
 *
 * <p>Memory: it is its own node in the shard's table, queue and timer, so that a trace of one span
 * costs little more than the span.
 */
final class HeldTrace {
    /** Bytes of this object, its array and its place in the table, rounded up. */
    static final int OVERHEAD_BYTES = 176;

    private static final TraceSlice[] NONE = {};

    final long idHigh;
    final long idLow;
    final long hash;
    final long arrivedNanos;

    private @Nullable TraceSlice[] slices = new TraceSlice[1];
    private int sliceCount;
    private long spanCount;
    private long sizeBytes;
    private @Nullable Decision decision;
    private @Nullable String policy;
    private long decidedNanos;
    private boolean wasTimely;

    // Links of the table, queue and timer that it stands in.
    @Nullable HeldTrace tableNext;
    @Nullable HeldTrace queueOlder;
    @Nullable HeldTrace queueNewer;
    @Nullable HeldTrace timerNext;
    @Nullable HeldTrace timerPrevious;
    long dueTick;
    boolean isInTimer;

    HeldTrace(TraceSlice first, long arrivedNanos) {
        this.idHigh = first.traceIdHigh();
        this.idLow = first.traceIdLow();
        this.hash = first.traceHash();
        this.arrivedNanos = arrivedNanos;
    }

    boolean isOf(TraceSlice slice) {
        return idHigh == slice.traceIdHigh() && idLow == slice.traceIdLow();
    }

    /** Counts spans, whether they are held or not. */
    void count(TraceSlice slice) {
        spanCount += slice.spanCount();
        sizeBytes += slice.byteSize();
    }

    void hold(TraceSlice slice) {
        if (sliceCount == slices.length) {
            slices = Arrays.copyOf(slices, Math.max(2, sliceCount * 2));
        }
        slices[sliceCount++] = slice;
    }

    /** Gives the held spans away, in order of arrival. */
    List<TraceSlice> take() {
        @SuppressWarnings("NullAway") // filled up to sliceCount
        List<TraceSlice> taken = List.of(Arrays.copyOf(slices, sliceCount));
        slices = NONE;
        sliceCount = 0;
        return taken;
    }

    long spanCount() {
        return spanCount;
    }

    long sizeBytes() {
        return sizeBytes;
    }

    @Nullable Decision decision() {
        return decision;
    }

    @Nullable String policy() {
        return policy;
    }

    /**
     * Notes what became of it.
     *
     * @param isTimely false when it was given up before any policy was asked
     */
    void decide(Decision made, @Nullable String byPolicy, long nowNanos, boolean isTimely) {
        decision = made;
        policy = byPolicy;
        decidedNanos = nowNanos;
        wasTimely = isTimely;
    }

    /** Whether the age of late spans says something. */
    boolean wasTimely() {
        return wasTimely;
    }

    long decidedNanos() {
        return decidedNanos;
    }
}
