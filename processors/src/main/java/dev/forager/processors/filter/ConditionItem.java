// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.filter;

import static dev.forager.pipeline.config.Validation.require;

import dev.forager.ottl.ErrorMode;
import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import dev.forager.pipeline.config.LocatedText;
import dev.forager.pipeline.config.RefusesNull;
import dev.forager.pipeline.config.TextOrSection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An element of a list of conditions. */
@TextOrSection
public sealed interface ConditionItem {
    /**
     * A condition, whose context is inferred from it alone.
     *
     * @param condition in OTTL
     */
    record Basic(LocatedText condition) implements ConditionItem {}

    /** Conditions on one context. */
    record Group(
            @Doc("What the conditions look at; inferred from them if absent.")
                    @RefusesNull("unknown context")
                    @Nullable String context,
            @Doc("OTTL conditions; what one of them holds for is dropped.") @Default("[]")
                    List<LocatedText> conditions,
            @Doc("What happens when one fails; that of the processor if absent.")
                    @RefusesNull("unknown error mode")
                    @Nullable ErrorMode errorMode)
            implements ConditionItem {
        public Group {
            require(context == null || !context.isEmpty(), "context", "unknown context");
            conditions = List.copyOf(conditions);
        }
    }
}
