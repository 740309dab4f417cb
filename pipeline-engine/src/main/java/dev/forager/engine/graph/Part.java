// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.graph;

import dev.forager.pipeline.ComponentFactory;
import dev.forager.pipeline.ComponentId;

/**
 * A component of the configuration: who makes it, and from what.
 *
 * @param id the id in the configuration
 * @param factory makes its instances
 * @param config its section, bound and checked
 * @param <C> the record of its section
 */
public record Part<C extends Record>(ComponentId id, ComponentFactory<C> factory, C config) {}
