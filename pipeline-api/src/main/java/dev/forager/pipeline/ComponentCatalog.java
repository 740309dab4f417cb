// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pipeline;

import java.util.List;

/**
 * The components of one jar, found by {@link java.util.ServiceLoader}: a jar names its catalog in
 * {@code META-INF/services/dev.forager.pipeline.ComponentCatalog}.
 */
public interface ComponentCatalog {
    /** The factories, sorted by id. */
    List<ComponentFactory<?>> factories();
}
