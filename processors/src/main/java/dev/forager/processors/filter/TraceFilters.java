// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.filter;

import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import dev.forager.pipeline.config.LocatedText;
import java.util.List;

/** The former section of traces; paths in its conditions have no prefix. */
public record TraceFilters(
        @Doc("Conditions on resources.") @Default("[]") List<LocatedText> resource,
        @Doc("Conditions on spans.") @Default("[]") List<LocatedText> span,
        @Doc("Conditions on events of spans.") @Default("[]") List<LocatedText> spanevent) {
    boolean isEmpty() {
        return resource.isEmpty() && span.isEmpty() && spanevent.isEmpty();
    }
}
