// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.match;

import dev.forager.pdata.Span;
import dev.forager.pdata.SpanKind;
import org.jspecify.annotations.Nullable;

/** What a span itself must look like. */
record SpanMatch(
        Surroundings surroundings,
        @Nullable AttributeMatches attributes,
        @Nullable TextSet names,
        @Nullable TextSet kinds) {
    static @Nullable SpanMatch of(@Nullable MatchProperties config) {
        if (config == null) {
            return null;
        }
        config.requireForSpans();
        return new SpanMatch(
                Surroundings.of(config),
                AttributeMatches.of(config.attributes(), config, "attribute"),
                TextSet.of(config.spanNames(), config, "span name"),
                TextSet.of(config.spanKinds(), config, "span kind"));
    }

    boolean matches(Span span) {
        return (names == null || names.matches(span.name()))
                && (kinds == null || kinds.matches(kind(span)))
                && (attributes == null || attributes.matches(span.attributes()));
    }

    private static String kind(Span span) {
        SpanKind kind = span.kind();
        return kind == SpanKind.UNRECOGNIZED ? "" : "SPAN_KIND_" + kind.name();
    }
}
