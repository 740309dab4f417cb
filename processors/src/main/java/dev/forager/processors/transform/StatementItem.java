// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.transform;

import static dev.forager.pipeline.config.Validation.require;

import dev.forager.ottl.ErrorMode;
import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import dev.forager.pipeline.config.LocatedText;
import dev.forager.pipeline.config.RefusesNull;
import dev.forager.pipeline.config.TextOrSection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An element of a list of statements. */
@TextOrSection
public sealed interface StatementItem {
    /**
     * A statement; all of them in one list make one group.
     *
     * @param statement in OTTL
     */
    record Basic(LocatedText statement) implements StatementItem {}

    /** Statements that run together, with settings of their own. */
    record Group(
            @Doc("What the statements run on; inferred from them if absent.")
                    @RefusesNull("unknown context")
                    @Nullable String context,
            @Doc("OTTL conditions of which one must hold for an item; none means always.")
                    @Default("[]")
                    List<LocatedText> conditions,
            @Doc("OTTL statements, in their order.") @Default("[]") List<LocatedText> statements,
            @Doc("What happens when one fails; that of the processor if absent.")
                    @RefusesNull("unknown error mode")
                    @Nullable ErrorMode errorMode,
            @Doc("Groups of the same context share one cache for the whole request.")
                    @Default("false")
                    boolean sharedCache)
            implements StatementItem {
        public Group {
            require(context == null || !context.isEmpty(), "context", "unknown context");
            conditions = List.copyOf(conditions);
            statements = List.copyOf(statements);
        }
    }
}
