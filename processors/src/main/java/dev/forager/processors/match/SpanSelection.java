// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.match;

import dev.forager.pdata.ResourceSpans;
import dev.forager.pdata.ScopeSpans;
import dev.forager.pdata.Span;
import dev.forager.pdata.Traces;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The spans to work on. Thread-safe. */
@FunctionalInterface
public interface SpanSelection {
    /** Calls back for each selected span; the resources and scopes of others are not opened. */
    void forEach(Traces traces, Consumer<? super Span> action);

    /**
     * The spans that a configuration selects.
     *
     * @throws dev.forager.pipeline.config.InvalidConfigException when its keys do not suit spans
     */
    static SpanSelection of(MatchConfig config) {
        SpanMatch include = SpanMatch.of(config.include());
        SpanMatch exclude = SpanMatch.of(config.exclude());
        return (traces, action) -> {
            for (ResourceSpans group : traces.resources()) {
                if (include == null || include.surroundings().matches(group.resource())) {
                    boolean suspect =
                            exclude != null && exclude.surroundings().matches(group.resource());
                    visit(group, include, suspect ? exclude : null, action);
                }
            }
        };
    }

    private static void visit(
            ResourceSpans group,
            @Nullable SpanMatch include,
            @Nullable SpanMatch exclude,
            Consumer<? super Span> action) {
        for (ScopeSpans scope : group.scopes()) {
            if (include != null && !include.surroundings().matches(scope.scope())) {
                continue;
            }
            boolean suspect = exclude != null && exclude.surroundings().matches(scope.scope());
            for (Span span : scope.spans()) {
                if ((include == null || include.matches(span))
                        && !(suspect && exclude != null && exclude.matches(span))) {
                    action.accept(span);
                }
            }
        }
    }
}
