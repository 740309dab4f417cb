// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pipeline;

/** What the engine offers to a component that starts. Thread-safe. */
public interface Host {
    /**
     * The running extension with this id.
     *
     * @throws IllegalArgumentException when no such extension is listed under {@code
     *     service::extensions}, or when it is no {@code type}; the text names both
     */
    <T> T extension(ComponentId id, Class<T> type);

    /** Tells how the calling component is; seen by health checks and status pages. */
    void report(ComponentStatus status);

    /**
     * Shows a page to people who look into the service, until what is answered is run. A host that
     * shows nothing forgets it.
     */
    default Runnable offer(StatusPage page) {
        return () -> {};
    }

    /** The service that this component is part of, for status pages. */
    ServiceView service();
}
