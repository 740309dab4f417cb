// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.filter;

import dev.forager.pipeline.config.Doc;
import org.jspecify.annotations.Nullable;

/** The former section of spans. */
public record SpanFilters(
        @Doc("Keep only spans that match.") @Nullable SpanMatch include,
        @Doc("Drop spans that match.") @Nullable SpanMatch exclude) {}
