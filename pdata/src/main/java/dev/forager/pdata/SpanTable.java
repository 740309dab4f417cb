// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Where the spans of one resource stand, chained by trace: columns of numbers instead of objects,
 * since every span of a request passes through here. Confined to one call.
 */
final class SpanTable {
    private static final int SCOPE_SPANS_TAG = 18;
    private static final int LEAST = 8;
    private static final int NONE = -1;

    private final List<JoinedBytes> scopes = new ArrayList<>();

    // Columns of spans.
    private int spans;
    private int[] starts;
    private int[] ends;
    private int[] scopeOf;
    private int[] next;

    // Columns of traces.
    private int traces;
    private long[] highs;
    private long[] lows;
    private int[] firsts;
    private int[] lasts;
    private int[] counts;
    private boolean[] roots;

    /** Open addressing: a trace's place plus one, 0 for none. At most half full. */
    private int[] slots;

    SpanTable(int spanHint) {
        int capacity = Math.max(LEAST, spanHint);
        starts = new int[capacity];
        ends = new int[capacity];
        scopeOf = new int[capacity];
        next = new int[capacity];
        highs = new long[LEAST];
        lows = new long[LEAST];
        firsts = new int[LEAST];
        lasts = new int[LEAST];
        counts = new int[LEAST];
        roots = new boolean[LEAST];
        slots = new int[2 * LEAST];
    }

    void clear() {
        scopes.clear();
        spans = 0;
        traces = 0;
        Arrays.fill(slots, 0);
    }

    int traces() {
        return traces;
    }

    /** Spans belong to this scope from now on; its head may still grow. */
    void beginScope(JoinedBytes head) {
        scopes.add(head);
    }

    /** A span whose field, tag included, is {@code [start, end)}. */
    void add(long high, long low, boolean isRoot, int start, int end) {
        if (spans == starts.length) {
            growSpans();
        }
        int span = spans++;
        starts[span] = start;
        ends[span] = end;
        scopeOf[span] = scopes.size() - 1;
        next[span] = NONE;
        int trace = traceOf(high, low);
        if (counts[trace] == 0) {
            firsts[trace] = span;
        } else {
            next[lasts[trace]] = span;
        }
        lasts[trace] = span;
        counts[trace]++;
        roots[trace] |= isRoot;
    }

    private void growSpans() {
        int capacity = starts.length * 2;
        starts = Arrays.copyOf(starts, capacity);
        ends = Arrays.copyOf(ends, capacity);
        scopeOf = Arrays.copyOf(scopeOf, capacity);
        next = Arrays.copyOf(next, capacity);
    }

    private int traceOf(long high, long low) {
        // Spans of a trace mostly follow each other.
        if (traces > 0 && highs[traces - 1] == high && lows[traces - 1] == low) {
            return traces - 1;
        }
        int slot = slot(high, low);
        while (slots[slot] != 0) {
            int trace = slots[slot] - 1;
            if (highs[trace] == high && lows[trace] == low) {
                return trace;
            }
            slot = slot + 1 & slots.length - 1;
        }
        return addTrace(slot, high, low);
    }

    private int addTrace(int slot, long high, long low) {
        int trace = traces++;
        if (trace == highs.length) {
            growTraces();
        }
        highs[trace] = high;
        lows[trace] = low;
        counts[trace] = 0;
        roots[trace] = false;
        if (2 * traces > slots.length) {
            rehash();
        } else {
            slots[slot] = trace + 1;
        }
        return trace;
    }

    private void growTraces() {
        int capacity = highs.length * 2;
        highs = Arrays.copyOf(highs, capacity);
        lows = Arrays.copyOf(lows, capacity);
        firsts = Arrays.copyOf(firsts, capacity);
        lasts = Arrays.copyOf(lasts, capacity);
        counts = Arrays.copyOf(counts, capacity);
        roots = Arrays.copyOf(roots, capacity);
    }

    private void rehash() {
        slots = new int[slots.length * 2];
        for (int trace = 0; trace < traces; trace++) {
            int slot = slot(highs[trace], lows[trace]);
            while (slots[slot] != 0) {
                slot = slot + 1 & slots.length - 1;
            }
            slots[slot] = trace + 1;
        }
    }

    private int slot(long high, long low) {
        return (int) TraceId.hash(high, low) & slots.length - 1;
    }

    /** A slice for each trace, with copies of its spans. */
    void cut(byte[] buffer, byte[] resource, boolean isShared, List<TraceSlice> out) {
        for (int trace = 0; trace < traces; trace++) {
            out.add(
                    new TraceSlice(
                            highs[trace],
                            lows[trace],
                            counts[trace],
                            roots[trace],
                            resource,
                            isShared,
                            scopeFields(buffer, trace)));
        }
    }

    private byte[] scopeFields(byte[] buffer, int trace) {
        int size = 0;
        for (int span = firsts[trace]; span != NONE; span = behindScope(span)) {
            size += 1 + FieldWriter.delimited(scopeSize(span));
        }
        byte[] out = new byte[size];
        int at = 0;
        for (int span = firsts[trace]; span != NONE; span = behindScope(span)) {
            at = writeScope(out, at, buffer, span);
        }
        return out;
    }

    /**
     * The trace's next span that belongs to another scope: a chain runs through scopes in order.
     */
    private int behindScope(int first) {
        int span = first;
        while (span != NONE && scopeOf[span] == scopeOf[first]) {
            span = next[span];
        }
        return span;
    }

    private int scopeSize(int first) {
        int size = scopes.get(scopeOf[first]).length;
        for (int span = first; isInScopeOf(span, first); span = next[span]) {
            size += ends[span] - starts[span];
        }
        return size;
    }

    private boolean isInScopeOf(int span, int first) {
        return span != NONE && scopeOf[span] == scopeOf[first];
    }

    private int writeScope(byte[] out, int position, byte[] buffer, int first) {
        int at = FieldWriter.putHead(out, position, SCOPE_SPANS_TAG, scopeSize(first));
        at = scopes.get(scopeOf[first]).write(out, at);
        int span = first;
        while (isInScopeOf(span, first)) {
            // Neighbours go in one copy.
            int from = starts[span];
            int to = ends[span];
            span = next[span];
            while (isInScopeOf(span, first) && starts[span] == to) {
                to = ends[span];
                span = next[span];
            }
            at = FieldWriter.putRange(out, at, buffer, from, to);
        }
        return at;
    }
}
