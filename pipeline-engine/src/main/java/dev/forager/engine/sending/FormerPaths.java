// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.sending;

import dev.forager.pipeline.Deadline;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The queues of paths that were replaced by one path and that its exporter empties now. They take
 * nothing in, so each is forgotten when it is empty. Thread-safe.
 */
final class FormerPaths {
    private final List<QueuedPath> paths = new CopyOnWriteArrayList<>();

    /**
     * Takes over what a path has, and what it took over itself.
     *
     * @param heir the stages by which it goes out
     */
    void add(SendingPath former, Delivery heir) {
        switch (former) {
            case DirectPath direct -> paths.addAll(direct.formers().paths);
            case QueuedPath queued -> {
                paths.addAll(queued.formers().paths);
                if (queued.bequeath(heir)) {
                    paths.add(queued);
                }
            }
        }
    }

    /** What is in these queues, in the units of their sizers. */
    long size() {
        paths.removeIf(path -> path.ownSize() == 0);
        return paths.stream().mapToLong(QueuedPath::ownSize).sum();
    }

    /** Drains all, as far as the time suffices. The heir's retries have ended. */
    void drain(Deadline deadline) {
        paths.forEach(path -> path.drain(deadline));
    }
}
