// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.config;

import dev.forager.config.tree.Node;
import dev.forager.pipeline.ComponentFactory;
import dev.forager.pipeline.ComponentId;

/**
 * A component as configured. Immutable.
 *
 * @param id as the configuration writes it
 * @param factory what makes it
 * @param config its settings
 * @param node its section, references replaced
 */
public record ComponentConfig<C extends Record>(
        ComponentId id, ComponentFactory<C> factory, C config, Node node) {
    /** Whether {@code other} means the same, so that a running instance can stay. */
    public boolean isSameAs(ComponentConfig<?> other) {
        return id.equals(other.id)
                && factory.getClass() == other.factory.getClass()
                && node.equals(other.node);
    }
}
