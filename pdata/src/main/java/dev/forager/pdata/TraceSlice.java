// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

import java.util.List;

/**
 * The spans of one trace that came from one resource in one request, copied out of it: a form of
 * telemetry that may be kept for long without keeping the whole request. Immutable.
 *
 * <p>The bytes of the resource are shared by slices of the same {@link TraceSlicer}, so that many
 * slices cost little more than their spans.
 */
public final class TraceSlice {
    /** This object and the heads of its arrays, rounded up. */
    private static final int OBJECT_BYTES = 72;

    private static final int RESOURCE_SPANS_TAG = 10;

    /** The fields of a ResourceSpans but for its scopes; never written to. */
    private final byte[] resource;

    /** The fields {@code scope_spans} of a ResourceSpans, tags included. */
    private final byte[] scopes;

    private final long traceIdHigh;
    private final long traceIdLow;
    private final int spanCount;
    private final boolean hasRoot;
    private final boolean isResourceShared;

    TraceSlice(
            long traceIdHigh,
            long traceIdLow,
            int spanCount,
            boolean hasRoot,
            byte[] resource,
            boolean isResourceShared,
            byte[] scopes) {
        this.traceIdHigh = traceIdHigh;
        this.traceIdLow = traceIdLow;
        this.spanCount = spanCount;
        this.hasRoot = hasRoot;
        this.resource = resource;
        this.isResourceShared = isResourceShared;
        this.scopes = scopes;
    }

    /** The first eight bytes of the trace's id, big-endian. */
    public long traceIdHigh() {
        return traceIdHigh;
    }

    /** The last eight bytes of the trace's id, big-endian. */
    public long traceIdLow() {
        return traceIdLow;
    }

    /**
     * A hash of the trace's id, for tables: the same in all of this process, another one in the
     * next.
     */
    public long traceHash() {
        return TraceId.hash(traceIdHigh, traceIdLow);
    }

    /** How many spans. */
    public int spanCount() {
        return spanCount;
    }

    /** Whether a span without a parent is among them. */
    public boolean hasRoot() {
        return hasRoot;
    }

    /** Bytes of the slice as a ResourceSpans message, without its tag and length. */
    public int byteSize() {
        return resource.length + scopes.length;
    }

    /** Bytes of memory that go when this slice goes. */
    public int memoryBytes() {
        return OBJECT_BYTES + scopes.length + (isResourceShared ? 0 : resource.length);
    }

    /**
     * One payload of all slices. Slices of the same resource come together, under one head; besides
     * that, their order is kept.
     *
     * @throws ArithmeticException if the result has 2 GiB or more
     */
    public static Payload join(List<TraceSlice> slices) {
        int[] next = chainByResource(slices);
        int items = 0;
        long size = 0;
        for (int i = 0; i < next.length; i++) {
            items += slices.get(i).spanCount;
            if (isFirst(next, i)) {
                size += 1L + FieldWriter.delimited(bodySize(slices, next, i));
            }
        }
        if (items == 0) {
            return Payload.empty(Signal.TRACES);
        }
        byte[] out = new byte[Math.toIntExact(size)];
        int at = 0;
        for (int i = 0; i < next.length; i++) {
            if (isFirst(next, i)) {
                at = write(out, at, slices, next, i);
            }
        }
        return Payload.sealed(Signal.TRACES, out, items);
    }

    /**
     * For each slice the next one of the same resource, 0 for none; the complement of that where an
     * earlier one refers to it. Quadratic in the number of resources only.
     */
    @SuppressWarnings("ReferenceEquality") // shared arrays are the point; equal ones do no harm
    private static int[] chainByResource(List<TraceSlice> slices) {
        int[] next = new int[slices.size()];
        int[] lasts = new int[next.length];
        int groups = 0;
        for (int i = 0; i < next.length; i++) {
            byte[] resource = slices.get(i).resource;
            int group = 0;
            while (group < groups && slices.get(lasts[group]).resource != resource) {
                group++;
            }
            if (group < groups) {
                int last = lasts[group];
                next[last] = isFirst(next, last) ? i : ~i;
                next[i] = ~0;
            } else {
                groups++;
            }
            lasts[group] = i;
        }
        return next;
    }

    private static boolean isFirst(int[] next, int i) {
        return next[i] >= 0;
    }

    private static int after(int[] next, int i) {
        return next[i] >= 0 ? next[i] : ~next[i];
    }

    private static int bodySize(List<TraceSlice> slices, int[] next, int first) {
        long size = slices.get(first).resource.length;
        int i = first;
        do {
            size += slices.get(i).scopes.length;
            i = after(next, i);
        } while (i != 0);
        return Math.toIntExact(size);
    }

    private static int write(
            byte[] out, int position, List<TraceSlice> slices, int[] next, int first) {
        byte[] resource = slices.get(first).resource;
        int size = bodySize(slices, next, first);
        int at = FieldWriter.putHead(out, position, RESOURCE_SPANS_TAG, size);
        at = FieldWriter.putRange(out, at, resource, 0, resource.length);
        int i = first;
        do {
            byte[] scopes = slices.get(i).scopes;
            at = FieldWriter.putRange(out, at, scopes, 0, scopes.length);
            i = after(next, i);
        } while (i != 0);
        return at;
    }

    @Override
    public String toString() {
        return "TraceSlice[%s, %d spans, %d bytes]"
                .formatted(new TraceId(traceIdHigh, traceIdLow), spanCount, byteSize());
    }
}
