// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.groupbytrace;

import dev.forager.pdata.Payload;
import dev.forager.pdata.TraceId;
import dev.forager.pipeline.MemoryBudget;
import java.util.ArrayList;
import java.util.List;

/** The spans of a trace so far. Confined to its worker's lock. */
final class WaitingTrace {
    private final TraceId id;
    private final long dueNanos;
    private final List<Payload> parts = new ArrayList<>(2);
    private final List<MemoryBudget.Reservation> memory = new ArrayList<>(2);
    private long bytes;
    private long spans;

    WaitingTrace(TraceId id, long dueNanos) {
        this.id = id;
        this.dueNanos = dueNanos;
    }

    void add(Payload part, MemoryBudget.Reservation reserved) {
        parts.add(part);
        memory.add(reserved);
        bytes += part.byteSize();
        spans += part.itemCount();
    }

    TraceId id() {
        return id;
    }

    long dueNanos() {
        return dueNanos;
    }

    long bytes() {
        return bytes;
    }

    long spans() {
        return spans;
    }

    Payload payload() {
        return Payload.concat(parts);
    }

    /** Gives the memory back; the trace is handed on or given up. */
    void free() {
        memory.forEach(MemoryBudget.Reservation::close);
        memory.clear();
    }
}
