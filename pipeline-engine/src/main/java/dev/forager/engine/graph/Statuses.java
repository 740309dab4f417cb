// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.graph;

import dev.forager.pipeline.ComponentStatus;
import dev.forager.pipeline.ComponentStatus.State;
import dev.forager.pipeline.ServiceView;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** The latest status of every instance. Thread-safe. */
public final class Statuses {
    private final Map<ServiceView.Instance, ComponentStatus> latest = new LinkedHashMap<>();
    private final Consumer<String> onFatal;

    /**
     * Statuses of nobody yet.
     *
     * @param onFatal told why, when a component says that the process must end
     */
    public Statuses(Consumer<String> onFatal) {
        this.onFatal = onFatal;
    }

    /** A component's own report; the last word is the engine's once it stops. */
    public void report(ServiceView.Instance instance, ComponentStatus status) {
        synchronized (this) {
            ComponentStatus present = latest.get(instance);
            if (present != null && isStopping(present.state())) {
                return;
            }
            latest.put(instance, status);
        }
        if (status.state() == State.FATAL_ERROR) {
            onFatal.accept(String.valueOf(status.message()));
        }
    }

    /** The engine's report. */
    synchronized void set(ServiceView.Instance instance, State state) {
        latest.put(instance, new ComponentStatus(state, null));
    }

    /** The engine's report that the instance does not work. */
    synchronized void fail(ServiceView.Instance instance, String message) {
        latest.put(instance, ComponentStatus.permanent(message));
    }

    /** Leaves a state, unless the component has said something else meanwhile. */
    synchronized void settle(ServiceView.Instance instance, State from, ComponentStatus to) {
        ComponentStatus present = latest.get(instance);
        if (present != null && present.state() == from) {
            latest.put(instance, to);
        }
    }

    /** All of them, in the order in which they started. */
    public synchronized Map<ServiceView.Instance, ComponentStatus> all() {
        return new LinkedHashMap<>(latest);
    }

    private static boolean isStopping(State state) {
        return state == State.STOPPING || state == State.STOPPED;
    }
}
