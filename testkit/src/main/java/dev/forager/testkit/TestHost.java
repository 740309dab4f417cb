// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.testkit;

import dev.forager.pipeline.ComponentId;
import dev.forager.pipeline.ComponentKind;
import dev.forager.pipeline.ComponentStatus;
import dev.forager.pipeline.Host;
import dev.forager.pipeline.ServiceView;
import dev.forager.pipeline.StatusPage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The engine's side of a component that starts: extensions to look up, statuses that it reported.
 */
public final class TestHost implements Host {
    private final Map<ComponentId, Object> extensions = new ConcurrentHashMap<>();
    private final List<ComponentStatus> statuses = new ArrayList<>();
    private final List<StatusPage> pages = new ArrayList<>();
    private final Map<ServiceView.Instance, ComponentStatus> shown = new ConcurrentHashMap<>();
    private final ServiceView view;

    /** A host of a service without pipelines; its statuses are those of {@link #showing}. */
    public TestHost() {
        this.view = new EmptyService(shown);
    }

    /** A host of {@code view}. */
    public TestHost(ServiceView view) {
        this.view = view;
    }

    /** Makes {@code extension} known under {@code id}. */
    public TestHost with(String id, Object extension) {
        extensions.put(ComponentId.parse(id), extension);
        return this;
    }

    /** Lets the service show that this processor is so. */
    public TestHost showing(String id, ComponentStatus status) {
        var processor =
                new ServiceView.Instance(
                        ComponentKind.PROCESSOR, ComponentId.parse(id), null, null);
        shown.put(processor, status);
        return this;
    }

    @Override
    public <T> T extension(ComponentId id, Class<T> type) {
        Object extension = extensions.get(id);
        if (extension == null) {
            throw new IllegalArgumentException("extension \"%s\" is not running".formatted(id));
        }
        if (!type.isInstance(extension)) {
            throw new IllegalArgumentException(
                    "extension \"%s\" is no %s".formatted(id, type.getSimpleName()));
        }
        return type.cast(extension);
    }

    @Override
    public synchronized Runnable offer(StatusPage page) {
        pages.add(page);
        return () -> withdraw(page);
    }

    private synchronized void withdraw(StatusPage page) {
        pages.remove(page);
    }

    /** The pages that are offered now. */
    public synchronized List<StatusPage> pages() {
        return List.copyOf(pages);
    }

    @Override
    public synchronized void report(ComponentStatus status) {
        statuses.add(status);
    }

    @Override
    public ServiceView service() {
        return view;
    }

    /** What was reported, in order. */
    public synchronized List<ComponentStatus> statuses() {
        return List.copyOf(statuses);
    }

    private record EmptyService(Map<Instance, ComponentStatus> statuses) implements ServiceView {
        @Override
        public BuildInfo buildInfo() {
            return TestSettings.BUILD;
        }

        @Override
        public Instant startTime() {
            return TestClock.START;
        }

        @Override
        public List<Pipeline> pipelines() {
            return List.of();
        }

        @Override
        public List<ComponentId> extensions() {
            return List.of();
        }

        @Override
        public List<Gate> featureGates() {
            return List.of();
        }
    }
}
