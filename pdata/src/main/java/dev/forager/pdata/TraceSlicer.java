// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Cuts requests into the spans of each trace, on bytes: no record is decoded. Thread-safe.
 *
 * <p>Memory: the bytes of the last {@value #SLOTS} different resources are remembered, up to
 * {@value #MAX_SHARED_BYTES} bytes each, so that slices of the same resource share them. A place is
 * found by the hash of the bytes and is simply overwritten by the next resource that falls on it.
 */
public final class TraceSlicer {
    private static final int SLOTS = 512;
    private static final int MAX_SHARED_BYTES = 8192;
    private static final int RESOURCE_SPANS_TAG = 10;
    private static final int SCOPE_SPANS_TAG = 18;
    private static final int SPAN_TAG = 18;
    private static final int TRACE_ID_TAG = 10;
    private static final int PARENT_SPAN_ID_TAG = 34;

    private final AtomicReferenceArray<byte[]> resources = new AtomicReferenceArray<>(SLOTS);

    /**
     * The spans of {@code traces}: a slice for each trace within each resource, in the order in
     * which they begin.
     *
     * @throws IllegalArgumentException for a payload of another signal
     */
    public List<TraceSlice> slice(Payload traces) {
        if (traces.signal() != Signal.TRACES) {
            throw new IllegalArgumentException("traces: %s (expected: TRACES)".formatted(traces));
        }
        var out = new ArrayList<TraceSlice>();
        var table = new SpanTable(traces.itemCount());
        for (Segment segment : traces.segments()) {
            FieldReader in = new FieldReader(segment.buffer(), segment.offset(), segment.end());
            while (in.hasMore()) {
                int tag = in.varint32();
                if (tag == RESOURCE_SPANS_TAG) {
                    int start = in.hop();
                    cutResource(in.buffer, start, in.position, table, out);
                } else {
                    in.skip(tag);
                }
            }
        }
        return out;
    }

    private void cutResource(
            byte[] buffer, int start, int end, SpanTable table, List<TraceSlice> out) {
        table.clear();
        JoinedBytes head = new JoinedBytes();
        FieldReader in = new FieldReader(buffer, start, end);
        while (in.hasMore()) {
            int tagStart = in.position;
            int tag = in.varint32();
            if (tag == SCOPE_SPANS_TAG) {
                int from = in.hop();
                readScope(buffer, from, in.position, table);
            } else {
                in.skip(tag);
                head.append(buffer, tagStart, in.position);
            }
        }
        if (table.traces() > 0) {
            byte[] fresh = Arrays.copyOf(head.bytes, head.length);
            byte[] resource = shared(fresh);
            table.cut(buffer, resource, isKnown(resource, fresh), out);
        }
    }

    @SuppressWarnings("ReferenceEquality") // whether this very array was made just now
    private static boolean isKnown(byte[] resource, byte[] fresh) {
        return resource != fresh;
    }

    private byte[] shared(byte[] fresh) {
        if (fresh.length > MAX_SHARED_BYTES) {
            return fresh;
        }
        int hash = Arrays.hashCode(fresh);
        int slot = (hash ^ hash >>> 16) & SLOTS - 1;
        byte[] known = resources.get(slot);
        if (known != null && Arrays.equals(known, fresh)) {
            return known;
        }
        resources.set(slot, fresh);
        return fresh;
    }

    private static void readScope(byte[] buffer, int start, int end, SpanTable table) {
        JoinedBytes head = new JoinedBytes();
        table.beginScope(head);
        FieldReader in = new FieldReader(buffer, start, end);
        while (in.hasMore()) {
            int tagStart = in.position;
            int tag = in.varint32();
            if (tag == SPAN_TAG) {
                int from = in.hop();
                readSpan(buffer, tagStart, from, in.position, table);
            } else {
                in.skip(tag);
                head.append(buffer, tagStart, in.position);
            }
        }
    }

    /** Hops over all fields: senders may write them in any order, and the last of a kind counts. */
    private static void readSpan(byte[] buffer, int tagStart, int start, int end, SpanTable table) {
        long high = 0;
        long low = 0;
        boolean isRoot = true;
        FieldReader in = new FieldReader(buffer, start, end);
        while (in.hasMore()) {
            int tag = in.varint32();
            if (tag == TRACE_ID_TAG) {
                int from = in.hop();
                boolean isFull = in.position - from == TraceId.LENGTH;
                high = isFull ? FieldReader.bigEndianAt(buffer, from) : 0;
                low = isFull ? FieldReader.bigEndianAt(buffer, from + Long.BYTES) : 0;
            } else if (tag == PARENT_SPAN_ID_TAG) {
                int from = in.hop();
                isRoot =
                        in.position - from != SpanId.LENGTH
                                || FieldReader.longAt(buffer, from) == 0;
            } else {
                in.skip(tag);
            }
        }
        table.add(high, low, isRoot, tagStart, end);
    }
}
