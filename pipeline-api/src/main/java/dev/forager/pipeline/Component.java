// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pipeline;

import java.time.Duration;

/**
 * The life of everything that a configuration names. The engine calls {@link #start} once at most,
 * then {@link #stop}; stop also comes without start, and may come twice.
 */
public interface Component {
    /**
     * Begins to work and returns soon; what goes on longer runs on threads of the component.
     *
     * @throws Exception when it cannot work; the text says what to do. The process then ends
     */
    default void start(Host host) throws Exception {}

    /**
     * The configuration was read again, and this component's part of it is the same: the time to
     * read again the files that it names. Called while the component runs; returns soon, and keeps
     * what it had where a file is unsound.
     */
    default void reread() {}

    /**
     * Hands on what is held and releases everything. Data still held when {@code limit} is over is
     * dropped and counted.
     */
    default void stop(Duration limit) {}
}
