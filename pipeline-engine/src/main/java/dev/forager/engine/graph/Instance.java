// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.graph;

import dev.forager.pipeline.Component;
import dev.forager.pipeline.ComponentStatus;
import dev.forager.pipeline.ComponentStatus.State;
import dev.forager.pipeline.Deadline;
import dev.forager.pipeline.Host;
import dev.forager.pipeline.ServiceView;
import java.time.Duration;
import org.slf4j.Logger;

/**
 * A component and its life. Confined to the thread that starts and stops the service.
 *
 * @param key what its status is filed under
 * @param logger of the component
 */
public record Instance(ServiceView.Instance key, Component component, Logger logger) {
    /** Chosen: how much longer than its limit a component may take before the engine goes on. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    /**
     * Starts it.
     *
     * @throws Exception what the component threw
     */
    public void start(Host host, Statuses statuses) throws Exception {
        statuses.set(key, State.STARTING);
        try {
            component.start(host);
        } catch (Exception failure) {
            statuses.fail(key, Reason.of(failure));
            throw failure;
        }
        statuses.settle(key, State.STARTING, ComponentStatus.ok());
    }

    /** Stops it; one that does not come back in time is left behind and named in the log. */
    public void stop(Deadline deadline, Statuses statuses) {
        statuses.set(key, State.STOPPING);
        Thread stopping =
                Thread.ofVirtual()
                        .name("stop-" + key.id())
                        .uncaughtExceptionHandler((_, fault) -> failed(fault, statuses))
                        .start(() -> component.stop(deadline.remaining()));
        if (join(stopping, deadline.remaining().plus(GRACE))) {
            statuses.settle(key, State.STOPPING, new ComponentStatus(State.STOPPED, null));
        } else {
            stopping.interrupt();
            logger.warn("Component did not stop in time");
        }
    }

    private void failed(Throwable fault, Statuses statuses) {
        logger.atError().setCause(fault).log("Component failed to stop");
        statuses.fail(key, String.valueOf(fault.getMessage()));
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
