// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pipeline;

import org.jspecify.annotations.Nullable;

/**
 * How a component is. Immutable.
 *
 * @param state the state
 * @param message why, where there is something to say
 */
public record ComponentStatus(State state, @Nullable String message) {
    /** The states of the collector's component status specification. */
    public enum State {
        STARTING,
        OK,
        RECOVERABLE_ERROR,
        PERMANENT_ERROR,
        FATAL_ERROR,
        STOPPING,
        STOPPED
    }

    /** Works. */
    public static ComponentStatus ok() {
        return new ComponentStatus(State.OK, null);
    }

    /**
     * Has started and works, but not as well as it soon will: traffic is better sent to another
     * collector for the moment. How long that may be is the component's to limit.
     */
    public static ComponentStatus gettingReady(String message) {
        return new ComponentStatus(State.STARTING, message);
    }

    /** Whether the component says that it gets ready, unlike one that the engine just starts. */
    public boolean isGettingReady() {
        return state == State.STARTING && message != null;
    }

    /** Does not work now and may again without help. */
    public static ComponentStatus recoverable(String message) {
        return new ComponentStatus(State.RECOVERABLE_ERROR, message);
    }

    /** Will not work again until somebody changes something. */
    public static ComponentStatus permanent(String message) {
        return new ComponentStatus(State.PERMANENT_ERROR, message);
    }

    /** The process must end: the engine logs the message and exits with 1. */
    public static ComponentStatus fatal(String message) {
        return new ComponentStatus(State.FATAL_ERROR, message);
    }
}
