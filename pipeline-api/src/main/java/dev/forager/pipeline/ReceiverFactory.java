// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pipeline;

/**
 * Makes receivers. {@code create} reads the configuration and neither opens nor starts anything.
 */
public non-sealed interface ReceiverFactory<C extends Record> extends ComponentFactory<C> {
    /**
     * A receiver that feeds {@code next}: one per id and signal, or per id where the component is
     * shared.
     */
    Receiver create(C config, ReceiverSettings settings, Consumers next);

    @Override
    default ComponentKind kind() {
        return ComponentKind.RECEIVER;
    }
}
