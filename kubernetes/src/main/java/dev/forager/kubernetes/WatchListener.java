// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.kubernetes;

import java.util.Set;

/**
 * Learns what a {@link ResourceWatch} sees. Called by one thread at a time, in the order of events.
 *
 * @param <T> what is kept of an object
 */
public interface WatchListener<T> extends KubernetesClient.WatchEvents<T> {
    /**
     * A list is complete: every object in it was {@link #present}, and none else exists.
     *
     * @param uids the uids of all
     */
    void listed(Set<String> uids);

    /** The watch is in another state than before. */
    void status(WatchStatus status);
}
