// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

import java.util.List;

/**
 * Spans, by resource and scope.
 *
 * <pre>{@code
 * for (Span span : traces.spans()) {
 *     span.attributes().put("deployment.environment.name", "production");
 * }
 * traces.removeIf((resource, scope, span) -> span.kind() == SpanKind.INTERNAL);
 * }</pre>
 */
public final class Traces extends Handle<ExportTraceServiceRequest> implements Telemetry {
    Traces(Payload payload) {
        super(payload);
    }

    /** A handle on no spans, to be filled. */
    public static Traces create() {
        return new Traces(Payload.empty(Signal.TRACES));
    }

    @Override
    public List<ResourceSpans> resources() {
        return root().resources();
    }

    /** A new, empty group for a resource, at the end. */
    public ResourceSpans addResource() {
        return root().addResource();
    }

    /** Every span, whatever its resource and scope. The iterator can remove. */
    public Iterable<Span> spans() {
        return () ->
                new Flattened<>(
                        () -> new Flattened<>(resources(), ResourceSpans::scopes),
                        ScopeSpans::spans);
    }

    /** Removes spans; scopes and resources left without any go with them. Says how many. */
    public int removeIf(SpanPredicate drop) {
        int before = itemCount();
        resources().removeIf(group -> lastWent(group, drop));
        return before - itemCount();
    }

    private static boolean lastWent(ResourceSpans group, SpanPredicate drop) {
        return group.scopes().removeIf(scope -> lastWent(group, scope, drop))
                && group.scopes().isEmpty();
    }

    private static boolean lastWent(ResourceSpans group, ScopeSpans scope, SpanPredicate drop) {
        return scope.spans().removeIf(span -> drop.test(group.resource(), scope.scope(), span))
                && scope.spans().isEmpty();
    }

    @Override
    ExportTraceServiceRequest newRoot() {
        return new ExportTraceServiceRequest(false);
    }

    @Override
    int countItems(ExportTraceServiceRequest content) {
        return content.resourcesList().sum(Traces::count, ItemCounter.SPANS.below(1));
    }

    private static int count(ResourceSpans group) {
        return group.scopesList().sum(scope -> scope.spans().size(), ItemCounter.SPANS.below(2));
    }

    /** Which spans to remove. */
    @FunctionalInterface
    public interface SpanPredicate {
        /** True for a span to remove. */
        boolean test(Resource resource, InstrumentationScope scope, Span span);
    }
}
