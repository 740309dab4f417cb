// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.resource;

import dev.forager.pdata.ResourceGroup;
import dev.forager.pdata.Telemetry;
import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Consumer;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.Processor;
import dev.forager.pipeline.ProcessorSettings;
import dev.forager.processors.edits.AttributeEdits;
import dev.forager.processors.edits.AttributeEdits.Edits;

/**
 * Applies its actions to the attributes of each resource; no item is opened. Thread-safe; holds no
 * data.
 */
final class ResourceProcessor implements Processor {
    private final AttributeEdits actions;
    private final Consumer next;

    ResourceProcessor(ResourceProcessorConfig config, ProcessorSettings settings, Consumer next) {
        this.actions =
                AttributeEdits.of(
                        config.attributes(), ResourceProcessorConfig.ATTRIBUTES, settings.logger());
        this.next = next;
    }

    @Override
    public void consume(Telemetry telemetry, Context context) throws ConsumeException {
        Edits edits = actions.forRequest(context);
        for (ResourceGroup group : telemetry.resources()) {
            edits.applyTo(group.resource().attributes());
        }
        next.consume(telemetry, context);
    }
}
