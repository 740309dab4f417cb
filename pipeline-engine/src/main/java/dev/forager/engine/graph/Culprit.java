// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.graph;

import dev.forager.pipeline.ComponentId;
import dev.forager.pipeline.ComponentKind;

/** The component because of which a service cannot be built or started. */
public record Culprit(ComponentKind kind, ComponentId id) {
    static Culprit of(Part<?> part) {
        return new Culprit(part.factory().kind(), part.id());
    }
}
