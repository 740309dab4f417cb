// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine;

import dev.forager.engine.graph.Extensions;
import dev.forager.pipeline.ComponentId;
import dev.forager.pipeline.ComponentStatus;
import dev.forager.pipeline.Host;
import dev.forager.pipeline.ServiceView;
import dev.forager.pipeline.StatusPage;
import java.util.Queue;

/**
 * What the engine offers to all components alike; the graph adds what belongs to one of them, such
 * as who reports. Thread-safe.
 */
record ServiceHost(ServiceView service, Extensions extensions, Queue<StatusPage> pages)
        implements Host {
    @Override
    public Runnable offer(StatusPage page) {
        pages.add(page);
        return () -> pages.remove(page);
    }

    @Override
    public <T> T extension(ComponentId id, Class<T> type) {
        return extensions.find(id, type);
    }

    @Override
    public void report(ComponentStatus status) {
        throw new UnsupportedOperationException("reports are made by one component");
    }
}
