// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.groupbytrace;

import dev.forager.pdata.ContentKey;
import dev.forager.pdata.Payload;
import dev.forager.pdata.ResourceSpans;
import dev.forager.pdata.ScopeSpans;
import dev.forager.pdata.Span;
import dev.forager.pdata.SpanId;
import dev.forager.pdata.Traces;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Takes apart what a trace did in a service, which it may have called several times. A span begins
 * a call when it has no parent, when its parent is remote by its flags, or when the trace has the
 * parent elsewhere; the other spans belong to the call of their parent. Those whose parent is
 * nowhere make one call together, and so do those that are their own ancestors. Stateless.
 *
 * <p>The rules are those of the <a
 * href="https://github.com/open-telemetry/opentelemetry-collector-contrib/tree/main/processor/groupbytraceprocessor#subtrace-emit">Go
 * collector</a>.
 */
final class ServiceCalls {
    /** IS_REMOTE and that it is known, of SpanFlags in OTLP. */
    private static final int REMOTE_PARENT = 0x300;

    private ServiceCalls() {}

    /**
     * A span with what it stood in.
     *
     * @param arrived when, as of {@link System#nanoTime}
     */
    record Member(ResourceSpans resource, ScopeSpans scope, Span span, long arrived) {
        private boolean hasRemoteParent() {
            return (span.flags() & REMOTE_PARENT) == REMOTE_PARENT;
        }
    }

    /** What a span is found to belong to. */
    private sealed interface Call {
        /** The call that a span begins. */
        record Begun(SpanId by) implements Call {}

        /** What spans without a known beginning share. */
        enum Shared implements Call {
            /** Being looked for: who comes here again goes in a circle. */
            SOUGHT,
            PARENTLESS,
            CIRCULAR
        }
    }

    /**
     * The calls, each with its spans in their order.
     *
     * @param isOfTrace whether the trace has, or had, such a span
     */
    static Collection<List<Member>> of(List<Member> members, Predicate<SpanId> isOfTrace) {
        Map<SpanId, Member> latest = new LinkedHashMap<>();
        members.forEach(member -> latest.put(member.span.spanId(), member));
        long beginnings = latest.values().stream().filter(each -> begins(each, latest)).count();
        if (beginnings <= 1) {
            return members.isEmpty() ? List.of() : List.of(members);
        }
        Map<SpanId, Call> callOf = new HashMap<>();
        Map<Call, List<Member>> calls = new LinkedHashMap<>();
        for (Member member : members) {
            SpanId id = member.span.spanId();
            Call call = callOf.get(id);
            if (call == null) {
                call = find(id, latest, callOf, isOfTrace);
            }
            calls.computeIfAbsent(call, _ -> new ArrayList<>()).add(member);
        }
        return calls.values();
    }

    /** Whether no parent leads further; an empty id is nobody's parent. */
    private static boolean begins(Member member, Map<SpanId, Member> latest) {
        SpanId parent = member.span.parentSpanId();
        return member.hasRemoteParent() || !parent.isValid() || !latest.containsKey(parent);
    }

    private static Call find(
            SpanId from,
            Map<SpanId, Member> latest,
            Map<SpanId, Call> callOf,
            Predicate<SpanId> isOfTrace) {
        List<SpanId> path = new ArrayList<>();
        Call call = null;
        for (SpanId at = from; call == null; ) {
            Member member = latest.get(at);
            Call known = callOf.get(at);
            if (known != null) {
                call = known == Call.Shared.SOUGHT ? Call.Shared.CIRCULAR : known;
            } else if (member == null || begins(member, latest)) {
                call = begun(at, member, isOfTrace);
                path.add(at);
            } else {
                callOf.put(at, Call.Shared.SOUGHT);
                path.add(at);
                at = member.span.parentSpanId();
            }
        }
        for (SpanId each : path) {
            callOf.put(each, call);
        }
        return call;
    }

    private static Call begun(SpanId id, @Nullable Member member, Predicate<SpanId> isOfTrace) {
        if (member == null) {
            return Call.Shared.PARENTLESS;
        }
        SpanId parent = member.span.parentSpanId();
        return !parent.isValid() || member.hasRemoteParent() || isOfTrace.test(parent)
                ? new Call.Begun(id)
                : Call.Shared.PARENTLESS;
    }

    /** The spans of a call, those of like resources and scopes together. */
    static Payload payload(List<Member> call) {
        Traces traces = Traces.create();
        Map<ContentKey, ResourceSpans> resources = new HashMap<>();
        Map<ContentKey, ScopeSpans> scopes = new HashMap<>();
        var key = new ContentKey.Builder();
        for (Member member : call) {
            ResourceSpans from = member.resource;
            ContentKey resource =
                    key.truncate(0)
                            .add(from.schemaUrl())
                            .add(from.resource().droppedAttributesCount())
                            .add(from.resource().attributes())
                            .build();
            ResourceSpans to =
                    resources.computeIfAbsent(
                            resource,
                            _ ->
                                    traces.addResource()
                                            .resource(from.resource().copy())
                                            .schemaUrl(from.schemaUrl()));
            ContentKey scope =
                    key.add(member.scope.schemaUrl())
                            .add(member.scope.scope().name())
                            .add(member.scope.scope().version())
                            .add(member.scope.scope().droppedAttributesCount())
                            .add(member.scope.scope().attributes())
                            .build();
            scopes.computeIfAbsent(
                            scope,
                            _ ->
                                    to.addScope()
                                            .scope(member.scope.scope().copy())
                                            .schemaUrl(member.scope.schemaUrl()))
                    .spans()
                    .add(member.span);
        }
        return traces.seal();
    }
}
