// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pipeline;

/**
 * An extension that finds out which of several collectors is to do what only one may do. Receivers
 * that read what belongs to a whole cluster begin when they are told to. Thread-safe.
 */
public interface LeaderElection {
    /** Learns when this collector leads. Called by one thread at a time; must return soon. */
    interface Follower {
        /** This collector leads from now on. */
        void startedLeading();

        /** It leads no more, or is about to stop. Came {@link #startedLeading} before. */
        void stoppedLeading();
    }

    /**
     * Tells {@code follower} from now on, at once where this collector leads already, until what is
     * answered is run. It is told that leading has stopped then, if it was told that it began.
     */
    Runnable follow(Follower follower);
}
