// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.kubernetes;

import java.io.IOException;

/**
 * How a watch is. Immutable.
 *
 * @param state the state
 * @param text why, and what to do; empty where all is well
 */
public record WatchStatus(State state, String text) {
    /** The states. */
    public enum State {
        /** A list is not complete yet: the first one, or another as the last is too old. */
        LISTING,
        /** What is known is the present. */
        SYNCED,
        /** The server cannot be reached, or answers with a failure; what was known is kept. */
        FAILING,
        /** A right is missing; asked again from time to time. */
        REFUSED
    }

    static final WatchStatus LISTING = new WatchStatus(State.LISTING, "");

    /** All is well. */
    public static final WatchStatus SYNCED = new WatchStatus(State.SYNCED, "");

    /**
     * After a failure.
     *
     * @param right what to grant where a right is missing
     */
    public static WatchStatus of(IOException failure, String right) {
        boolean isRefused = failure instanceof KubernetesException refused && refused.isForbidden();
        return new WatchStatus(
                isRefused ? State.REFUSED : State.FAILING,
                KubernetesException.text(failure, right));
    }
}
