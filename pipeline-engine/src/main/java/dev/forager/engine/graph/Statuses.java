// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.graph;

import dev.forager.pipeline.ComponentStatus;
import dev.forager.pipeline.ComponentStatus.State;
import dev.forager.pipeline.ServiceView;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The latest status of every instance. Of two instances under one key, as during a reload, the one
 * that started last is shown. Thread-safe.
 */
public final class Statuses {
    private final Map<ServiceView.Instance, Instance> shown = new LinkedHashMap<>();
    private final Map<Instance, ComponentStatus> latest = new LinkedHashMap<>();
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
    void report(Instance instance, ComponentStatus status) {
        synchronized (this) {
            ComponentStatus present = latest.get(instance);
            if (present == null || isStopping(present.state())) {
                return;
            }
            latest.put(instance, status);
        }
        if (status.state() == State.FATAL_ERROR) {
            onFatal.accept(String.valueOf(status.message()));
        }
    }

    /** The instance starts, and is what its key shows from now on. */
    synchronized void starting(Instance instance) {
        latest.put(instance, new ComponentStatus(State.STARTING, null));
        shown.put(instance.key(), instance);
    }

    /** The engine's report. */
    synchronized void set(Instance instance, State state) {
        latest.computeIfPresent(instance, (_, _) -> new ComponentStatus(state, null));
    }

    /** The engine's report that the instance does not work. */
    synchronized void fail(Instance instance, String message) {
        latest.computeIfPresent(instance, (_, _) -> ComponentStatus.permanent(message));
    }

    /** Leaves a state, unless the component has said something else meanwhile. */
    synchronized void settle(Instance instance, State from, ComponentStatus to) {
        ComponentStatus present = latest.get(instance);
        if (present != null && present.state() == from && !present.isGettingReady()) {
            latest.put(instance, to);
        }
    }

    /** Shows and hears these from now on, and no others. */
    synchronized void showOnly(Collection<Instance> running) {
        latest.keySet().retainAll(running);
        shown.clear();
        running.forEach(instance -> shown.put(instance.key(), instance));
    }

    /** Forgets an instance that has stopped. */
    synchronized void forget(Instance instance) {
        latest.remove(instance);
        shown.remove(instance.key(), instance);
    }

    /** All that are shown, in the order in which they started. */
    public synchronized Map<ServiceView.Instance, ComponentStatus> all() {
        var all = new LinkedHashMap<ServiceView.Instance, ComponentStatus>();
        shown.forEach((key, instance) -> all.put(key, status(instance)));
        return all;
    }

    private ComponentStatus status(Instance instance) {
        ComponentStatus present = latest.get(instance);
        return present == null ? new ComponentStatus(State.STOPPED, null) : present;
    }

    private static boolean isStopping(State state) {
        return state == State.STOPPING || state == State.STOPPED;
    }
}
