// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.resource;

import static dev.forager.pipeline.config.Validation.require;

import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import dev.forager.processors.edits.AttributeAction;
import dev.forager.processors.edits.AttributeEdits;
import java.util.List;
import org.slf4j.helpers.NOPLogger;

/** Changes to the attributes of every resource, in the order given. */
public record ResourceProcessorConfig(
        @Doc("Changes, in order; at least one.") @Default("[]") List<AttributeAction> attributes) {
    /** The key of the list. */
    static final String ATTRIBUTES = "attributes";

    public ResourceProcessorConfig {
        require(!attributes.isEmpty(), ATTRIBUTES, "missing required field \"attributes\"");
        AttributeEdits.of(attributes, ATTRIBUTES, NOPLogger.NOP_LOGGER);
    }
}
