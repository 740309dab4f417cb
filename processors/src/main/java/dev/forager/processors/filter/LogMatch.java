// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.filter;

import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Log records that match in everything that is given. */
public record LogMatch(
        @Doc("How names and values are compared; needed where they are.")
                @Nullable MatchType matchType,
        @Doc("Attributes of resources.") @Default("[]") List<AttributeMatch> resourceAttributes,
        @Doc("Attributes of records.") @Default("[]") List<AttributeMatch> recordAttributes,
        @Doc("Texts of severity.") @Default("[]") List<String> severityTexts,
        @Doc("Least severity.") @Nullable SeverityMatch severityNumber,
        @Doc("Bodies as text.") @Default("[]") List<String> bodies) {
    boolean isEmpty() {
        return resourceAttributes.isEmpty()
                && recordAttributes.isEmpty()
                && severityTexts.isEmpty()
                && severityNumber == null
                && bodies.isEmpty();
    }
}
