// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.attributes;

import static dev.forager.pipeline.config.Validation.require;

import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import dev.forager.pipeline.config.Inline;
import dev.forager.processors.edits.AttributeAction;
import dev.forager.processors.edits.AttributeEdits;
import dev.forager.processors.match.MatchConfig;
import java.util.List;
import org.slf4j.helpers.NOPLogger;

/** Changes to the attributes of every item that is selected, in the order given. */
public record AttributesProcessorConfig(
        @Inline MatchConfig match,
        @Doc("Changes, in order; at least one.") @Default("[]") List<AttributeAction> actions) {
    /** The key of the list. */
    static final String ACTIONS = "actions";

    public AttributesProcessorConfig {
        require(!actions.isEmpty(), ACTIONS, "missing required field \"actions\"");
        AttributeEdits.of(actions, ACTIONS, NOPLogger.NOP_LOGGER);
    }
}
