// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pipeline;

/**
 * Makes extensions. {@code create} reads the configuration and neither opens nor starts anything.
 */
public non-sealed interface ExtensionFactory<C extends Record> extends ComponentFactory<C> {
    /** An extension. */
    Extension create(C config, ExtensionSettings settings);

    @Override
    default ComponentKind kind() {
        return ComponentKind.EXTENSION;
    }
}
