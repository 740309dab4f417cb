// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.groupbytrace;

import dev.forager.pdata.Payload;
import dev.forager.pdata.Span;
import dev.forager.pdata.SpanId;
import dev.forager.pdata.Traces;
import java.util.HashSet;
import java.util.Set;

/**
 * Which spans a trace has, in all its services, or had: so the beginning of a call is known. What
 * is gone is forgotten once it is more than what is there. Confined to its worker's lock.
 */
final class TraceSpans {
    private static final int FEW = 16;

    private final Set<WaitingGroup> groups = new HashSet<>();
    private final Set<SpanId> known = new HashSet<>();

    void add(WaitingGroup group, Payload part) {
        groups.add(group);
        for (Span span : ((Traces) part.open()).spans()) {
            known.add(span.spanId());
        }
    }

    boolean contains(SpanId id) {
        return known.contains(id);
    }

    /** Some spans of the group, or all, are handed on. */
    void released(WaitingGroup group) {
        if (group.isEmpty()) {
            groups.remove(group);
        }
        long live = groups.stream().mapToLong(WaitingGroup::spans).sum();
        if (known.size() > Math.max(FEW, 2 * live)) {
            forget();
        }
    }

    private void forget() {
        Set<SpanId> kept = new HashSet<>();
        for (WaitingGroup group : groups) {
            for (ServiceCalls.Member member : group.members()) {
                kept.add(member.span().spanId());
                kept.add(member.span().parentSpanId());
            }
        }
        known.retainAll(kept);
    }

    boolean isEmpty() {
        return groups.isEmpty();
    }
}
