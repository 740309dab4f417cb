// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.filter;

import static dev.forager.pipeline.config.Validation.require;

import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Spans that match in everything that is given. */
public record SpanMatch(
        @Doc("How names and values are compared; needed where they are.")
                @Nullable MatchType matchType,
        @Doc("Options of regular expressions.") @Nullable RegexpOptions regexp,
        @Doc("Values of the resource's service.name.") @Default("[]") List<String> services,
        @Doc("Names of spans.") @Default("[]") List<String> spanNames,
        @Doc("Kinds of spans, such as SPAN_KIND_SERVER.") @Default("[]") List<String> spanKinds,
        @Doc("Attributes of spans.") @Default("[]") List<AttributeMatch> attributes,
        @Doc("Attributes of resources.") @Default("[]") List<AttributeMatch> resources,
        @Doc("Instrumentation scopes.") @Default("[]") List<LibraryMatch> libraries) {
    private static final Set<String> KINDS =
            Set.of(
                    "SPAN_KIND_UNSPECIFIED",
                    "SPAN_KIND_INTERNAL",
                    "SPAN_KIND_SERVER",
                    "SPAN_KIND_CLIENT",
                    "SPAN_KIND_PRODUCER",
                    "SPAN_KIND_CONSUMER");

    public SpanMatch {
        require(
                !services.isEmpty()
                        || !spanNames.isEmpty()
                        || !spanKinds.isEmpty()
                        || !attributes.isEmpty()
                        || !resources.isEmpty()
                        || !libraries.isEmpty(),
                "at least one of \"attributes\", \"libraries\",  or \"resources\" field must be"
                        + " specified");
        require(
                matchType != MatchType.STRICT || KINDS.containsAll(spanKinds),
                "span_kinds string must match one of the standard span kinds when"
                        + " match_type=strict: ["
                        + String.join(" ", new TreeSet<>(KINDS))
                        + "]");
    }
}
