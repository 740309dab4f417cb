// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.filter;

import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import dev.forager.pipeline.config.LocatedText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The former section of logs; paths in its conditions have no prefix. */
public record LogFilters(
        @Doc("Keep only records that match.") @Nullable LogMatch include,
        @Doc("Drop records that match.") @Nullable LogMatch exclude,
        @Doc("Conditions on resources.") @Default("[]") List<LocatedText> resource,
        @Doc("Conditions on log records.") @Default("[]") List<LocatedText> logRecord) {
    boolean hasConditions() {
        return !resource.isEmpty() || !logRecord.isEmpty();
    }

    boolean hasMatches() {
        return include != null || exclude != null;
    }
}
