// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.graph;

import dev.forager.pipeline.Component;
import dev.forager.pipeline.ComponentId;
import dev.forager.pipeline.ComponentStatus;
import dev.forager.pipeline.ComponentStatus.State;
import dev.forager.pipeline.Deadline;
import dev.forager.pipeline.Host;
import dev.forager.pipeline.ServiceView;
import dev.forager.pipeline.StatusPage;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;

/**
 * A component and its life. Started and stopped by one thread each; what it looked up may be asked
 * for by any.
 */
final class Instance {
    /** Chosen: how much longer than its limit a component may take before the engine goes on. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    private final ServiceView.Instance key;
    private final Component component;
    private final Logger logger;
    private final Set<ComponentId> lookups = ConcurrentHashMap.newKeySet();

    /**
     * A component that does not run yet.
     *
     * @param key what its status is filed under
     * @param logger of the component
     */
    Instance(ServiceView.Instance key, Component component, Logger logger) {
        this.key = key;
        this.component = component;
        this.logger = logger;
    }

    /** What its status is filed under. */
    ServiceView.Instance key() {
        return key;
    }

    /** The logger of the component. */
    Logger logger() {
        return logger;
    }

    /** The extensions that it asked for: it may hold them. */
    Set<ComponentId> lookups() {
        return Set.copyOf(lookups);
    }

    /**
     * Starts it.
     *
     * @throws Exception what the component threw
     */
    void start(Host host, Statuses statuses) throws Exception {
        statuses.starting(this);
        try {
            component.start(new OwnHost(host, statuses));
        } catch (Exception failure) {
            statuses.fail(this, Reason.of(failure));
            throw failure;
        }
        statuses.settle(this, State.STARTING, ComponentStatus.ok());
    }

    /** What one instance sees of the engine: notes its questions, files its reports under it. */
    private final class OwnHost implements Host {
        private final Host host;
        private final Statuses statuses;

        OwnHost(Host host, Statuses statuses) {
            this.host = host;
            this.statuses = statuses;
        }

        @Override
        public <T> T extension(ComponentId id, Class<T> type) {
            T found = host.extension(id, type);
            lookups.add(id);
            return found;
        }

        @Override
        public Runnable offer(StatusPage page) {
            return host.offer(page);
        }

        @Override
        public void report(ComponentStatus status) {
            statuses.report(Instance.this, status);
        }

        @Override
        public ServiceView service() {
            return host.service();
        }
    }

    /** Stops it; one that does not come back in time is left behind and named in the log. */
    void stop(Deadline deadline, Statuses statuses) {
        statuses.set(this, State.STOPPING);
        Thread stopping =
                Thread.ofVirtual()
                        .name("stop-" + key.id())
                        .uncaughtExceptionHandler((_, fault) -> failed(fault, statuses))
                        .start(() -> component.stop(deadline.remaining()));
        if (join(stopping, deadline.remaining().plus(GRACE))) {
            statuses.settle(this, State.STOPPING, new ComponentStatus(State.STOPPED, null));
        } else {
            stopping.interrupt();
            logger.warn("Component did not stop in time");
        }
    }

    /** Lets it read its files again. */
    void reread() {
        try {
            component.reread();
        } catch (RuntimeException fault) {
            logger.atError().setCause(fault).log("Component failed to read its files again");
        }
    }

    /** Releases one that was never started and never will be. */
    void discard() {
        try {
            component.stop(Duration.ZERO);
        } catch (RuntimeException fault) {
            logger.atError().setCause(fault).log("Component failed to stop");
        }
    }

    private void failed(Throwable fault, Statuses statuses) {
        logger.atError().setCause(fault).log("Component failed to stop");
        statuses.fail(this, String.valueOf(fault.getMessage()));
    }

    /** What it is, for the log: {@code processor batch in traces}. */
    @Override
    public String toString() {
        String name = key.kind().id() + " " + key.id();
        if (key.pipeline() != null) {
            return name + " in " + key.pipeline();
        }
        return key.signal() == null ? name : name + " of " + key.signal();
    }

    private static boolean join(Thread thread, Duration limit) {
        try {
            return thread.join(limit);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
