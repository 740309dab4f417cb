// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus.discovery;

import dev.forager.receivers.prometheus.scrape.TargetGroup;
import java.util.List;
import java.util.function.Consumer;

/** Finds targets. */
public interface Discovery {
    /**
     * Tells all groups each time that they change, until the thread is interrupted. Called once, on
     * a virtual thread of its own.
     */
    void run(Consumer<List<TargetGroup>> found) throws InterruptedException;
}
