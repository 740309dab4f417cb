// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.groupbytrace;

import dev.forager.pdata.ContentKey;
import dev.forager.pdata.ResourceSpans;
import dev.forager.pdata.ScopeSpans;
import dev.forager.pdata.Span;
import dev.forager.pdata.Traces;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes a request apart by traces, and those by services where these are released apart. Spans are
 * moved: their bytes are spliced when a part is sealed. Stateless.
 */
final class TraceSplit {
    private TraceSplit() {}

    /** A group of the request, with where its last span was put. */
    private static final class Part {
        private final Traces traces = Traces.create();
        private @Nullable ResourceSpans source;
        private @Nullable ScopeSpans sourceScope;
        private @Nullable ResourceSpans resource;
        private @Nullable ScopeSpans scope;

        @SuppressWarnings("ReferenceEquality") // the very same group of the request
        void add(ResourceSpans from, ScopeSpans fromScope, Span span) {
            ResourceSpans group = resource;
            if (group == null || source != from) {
                group =
                        traces.addResource()
                                .resource(from.resource().copy())
                                .schemaUrl(from.schemaUrl());
                resource = group;
                source = from;
                scope = null;
            }
            ScopeSpans inner = scope;
            if (inner == null || sourceScope != fromScope) {
                inner =
                        group.addScope()
                                .scope(fromScope.scope().copy())
                                .schemaUrl(fromScope.schemaUrl());
                scope = inner;
                sourceScope = fromScope;
            }
            inner.spans().add(span);
        }
    }

    /** The groups of a request, in the order of their first spans. */
    static Map<GroupKey, Traces> of(Traces request, EmitStrategy strategy) {
        Map<GroupKey, Part> parts = new LinkedHashMap<>();
        for (ResourceSpans group : request.resources()) {
            ContentKey service = strategy.group(group.resource().attributes());
            for (ScopeSpans scope : group.scopes()) {
                for (Span span : scope.spans()) {
                    var key = new GroupKey(span.traceId(), service);
                    parts.computeIfAbsent(key, _ -> new Part()).add(group, scope, span);
                }
            }
        }
        Map<GroupKey, Traces> traces = new LinkedHashMap<>();
        parts.forEach((id, part) -> traces.put(id, part.traces));
        return traces;
    }
}
