// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pipeline;

/**
 * Makes connectors. {@code create} reads the configuration and neither opens nor starts anything.
 */
public non-sealed interface ConnectorFactory<C extends Record> extends ComponentFactory<C> {
    /**
     * A connector from {@code settings.from()} to {@code settings.to()}; {@code next} answers for
     * the latter only.
     */
    Connector create(C config, ConnectorSettings settings, Consumers next);

    /**
     * What the engine puts in front of the connector; with a queue, callers no longer learn what
     * became of their request.
     */
    default SendingConfig sending(C config) {
        return SendingConfig.DIRECT;
    }

    @Override
    default ComponentKind kind() {
        return ComponentKind.CONNECTOR;
    }
}
