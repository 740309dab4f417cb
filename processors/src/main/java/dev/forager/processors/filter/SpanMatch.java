// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.filter;

import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Spans that match in everything that is given. */
public record SpanMatch(
        @Doc("How names and values are compared.") MatchType matchType,
        @Doc("Options of regular expressions.") @Nullable RegexpOptions regexp,
        @Doc("Values of the resource's service.name.") @Default("[]") List<String> services,
        @Doc("Names of spans.") @Default("[]") List<String> spanNames,
        @Doc("Kinds of spans, such as SPAN_KIND_SERVER.") @Default("[]") List<String> spanKinds,
        @Doc("Attributes of spans.") @Default("[]") List<AttributeMatch> attributes,
        @Doc("Attributes of resources.") @Default("[]") List<AttributeMatch> resources,
        @Doc("Instrumentation scopes.") @Default("[]") List<LibraryMatch> libraries) {}
