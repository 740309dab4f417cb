// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.tailsampling;

import dev.forager.pdata.TraceSlice;
import org.jspecify.annotations.Nullable;

/** Traces by id: a hash table chained through the traces themselves. Guarded by its shard. */
final class TraceTable {
    private static final int LEAST = 16;
    private static final int MOST_AT_FIRST = 1 << 16;

    private @Nullable HeldTrace[] buckets;
    private int size;

    TraceTable(long expected) {
        long wanted = Math.clamp(expected, LEAST, MOST_AT_FIRST);
        buckets = new HeldTrace[(int) Long.highestOneBit(wanted)];
    }

    int size() {
        return size;
    }

    @Nullable HeldTrace find(TraceSlice slice) {
        HeldTrace trace = buckets[bucket(slice.traceHash())];
        while (trace != null && !trace.isOf(slice)) {
            trace = trace.tableNext;
        }
        return trace;
    }

    void add(HeldTrace trace) {
        if (size == buckets.length) {
            grow();
        }
        link(trace);
        size++;
    }

    @SuppressWarnings("ReferenceEquality") // this very trace
    void remove(HeldTrace trace) {
        int bucket = bucket(trace.hash);
        HeldTrace each = buckets[bucket];
        if (each == trace) {
            buckets[bucket] = trace.tableNext;
            size--;
            return;
        }
        while (each != null && each.tableNext != trace) {
            each = each.tableNext;
        }
        if (each != null) {
            each.tableNext = trace.tableNext;
            size--;
        }
    }

    private void grow() {
        @Nullable HeldTrace[] before = buckets;
        buckets = new HeldTrace[before.length * 2];
        for (HeldTrace first : before) {
            HeldTrace each = first;
            while (each != null) {
                HeldTrace next = each.tableNext;
                link(each);
                each = next;
            }
        }
    }

    private void link(HeldTrace trace) {
        int bucket = bucket(trace.hash);
        trace.tableNext = buckets[bucket];
        buckets[bucket] = trace;
    }

    private int bucket(long hash) {
        return (int) hash & buckets.length - 1;
    }
}
