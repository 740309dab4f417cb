// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pipeline;

/**
 * Makes processors. {@code create} reads the configuration and neither opens nor starts anything.
 */
public non-sealed interface ProcessorFactory<C extends Record> extends ComponentFactory<C> {
    /** A processor of one pipeline that hands on to {@code next}. */
    Processor create(C config, ProcessorSettings settings, Consumer next);

    @Override
    default ComponentKind kind() {
        return ComponentKind.PROCESSOR;
    }
}
