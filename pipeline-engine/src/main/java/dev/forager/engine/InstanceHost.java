// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine;

import dev.forager.engine.graph.Extensions;
import dev.forager.engine.graph.Statuses;
import dev.forager.pipeline.ComponentId;
import dev.forager.pipeline.ComponentStatus;
import dev.forager.pipeline.Host;
import dev.forager.pipeline.ServiceView;

/** What the engine offers to one instance. Thread-safe. */
record InstanceHost(
        ServiceView service,
        Extensions extensions,
        Statuses statuses,
        ServiceView.Instance instance)
        implements Host {
    @Override
    public <T> T extension(ComponentId id, Class<T> type) {
        return extensions.find(id, type);
    }

    @Override
    public void report(ComponentStatus status) {
        statuses.report(instance, status);
    }
}
