// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.tailsampling;

import java.util.List;

/**
 * Says whether a trace is worth keeping. Thread-safe: several threads may decide at once, each on
 * traces of its own.
 */
@FunctionalInterface
interface Policy {
    /**
     * The decision on one trace.
     *
     * @throws PolicyException when there is none; the trace is judged by the others
     */
    Decision decide(Candidate trace) throws PolicyException;

    /** Whether it sets a threshold for traces that are decided on together. */
    default boolean isOfGroups() {
        return false;
    }

    /** Sets thresholds for traces that are decided on together, where {@link #isOfGroups}. */
    default void prepare(List<Candidate> traces, Group group) {}

    /** {@link Decision#SAMPLED} if it matches. */
    static Decision of(boolean matches) {
        return matches ? Decision.SAMPLED : Decision.NOT_SAMPLED;
    }
}
