// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.groupbytrace;

import dev.forager.pdata.Payload;
import dev.forager.pdata.ResourceSpans;
import dev.forager.pdata.ScopeSpans;
import dev.forager.pdata.Span;
import dev.forager.pdata.SpanId;
import dev.forager.pdata.Traces;
import dev.forager.pipeline.MemoryBudget;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The spans of a group so far. Confined to its worker's lock. */
final class WaitingGroup {
    private final GroupKey key;
    private final long number;
    private final List<Part> parts = new ArrayList<>(2);
    private final List<MemoryBudget.Reservation> memory = new ArrayList<>(2);
    private long dueNanos;
    private long bytes;
    private long spans;
    private boolean isEvicted;

    /**
     * Spans that came together.
     *
     * @param arrived when, as of {@link System#nanoTime}
     */
    private record Part(Payload payload, long arrived) {}

    /**
     * A group without spans yet.
     *
     * @param number in the order of their beginnings
     */
    WaitingGroup(GroupKey key, long number, long dueNanos) {
        this.key = key;
        this.number = number;
        this.dueNanos = dueNanos;
    }

    void add(Payload payload, MemoryBudget.Reservation reserved, long now) {
        parts.add(new Part(payload, now));
        memory.add(reserved);
        bytes += payload.byteSize();
        spans += payload.itemCount();
    }

    GroupKey key() {
        return key;
    }

    long dueNanos() {
        return dueNanos;
    }

    /** Negative for a group that is due before the other. */
    int compareTo(WaitingGroup other) {
        long later = dueNanos - other.dueNanos;
        return later == 0 ? Long.compare(number, other.number) : Long.signum(later);
    }

    /** Bytes that are reserved; all of them as long as there are spans. */
    long bytes() {
        return bytes;
    }

    long spans() {
        return spans;
    }

    boolean isEmpty() {
        return parts.isEmpty();
    }

    boolean isEvicted() {
        return isEvicted;
    }

    /** From now on the whole group is due. */
    void evict(long now) {
        isEvicted = true;
        dueNanos = now;
    }

    /** Takes all spans. */
    Payload takeAll() {
        Payload all = Payload.concat(parts.stream().map(Part::payload).toList());
        parts.clear();
        spans = 0;
        return all;
    }

    /**
     * Takes the calls whose first span came at {@code latest} or before, all of an evicted group.
     * The rest, if any, is due when the first of it is, but not at once, so that calls shortly
     * after each other leave together.
     *
     * @param isOfTrace whether the trace has, or had, such a span
     */
    List<Payload> takeCalls(Predicate<SpanId> isOfTrace, long now, long wait) {
        List<ServiceCalls.Member> rest = new ArrayList<>();
        List<Payload> taken = new ArrayList<>();
        long first = now;
        for (List<ServiceCalls.Member> call : ServiceCalls.of(members(), isOfTrace)) {
            long arrived = call.getFirst().arrived();
            if (isEvicted || now - arrived >= wait) {
                taken.add(ServiceCalls.payload(call));
                spans -= call.size();
            } else {
                first = arrived - first < 0 ? arrived : first;
                rest.addAll(call);
            }
        }
        parts.clear();
        keep(rest);
        dueNanos = now + Math.max(first + wait - now, wait / 10);
        return taken;
    }

    private void keep(List<ServiceCalls.Member> members) {
        for (int from = 0, to; from < members.size(); from = to) {
            long arrived = members.get(from).arrived();
            to = from + 1;
            while (to < members.size() && members.get(to).arrived() == arrived) {
                to++;
            }
            parts.add(new Part(ServiceCalls.payload(members.subList(from, to)), arrived));
        }
    }

    /** The spans in the order in which they came. */
    List<ServiceCalls.Member> members() {
        List<ServiceCalls.Member> members = new ArrayList<>();
        for (Part part : parts) {
            for (ResourceSpans resource : ((Traces) part.payload.open()).resources()) {
                for (ScopeSpans scope : resource.scopes()) {
                    for (Span span : scope.spans()) {
                        members.add(new ServiceCalls.Member(resource, scope, span, part.arrived));
                    }
                }
            }
        }
        return members;
    }

    /** Gives the memory back; the group is handed on or given up. */
    void free() {
        memory.forEach(MemoryBudget.Reservation::close);
        memory.clear();
    }
}
