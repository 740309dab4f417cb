// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.tailsampling;

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

    /** {@link Decision#SAMPLED} if it matches. */
    static Decision of(boolean matches) {
        return matches ? Decision.SAMPLED : Decision.NOT_SAMPLED;
    }
}
