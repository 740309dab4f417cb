// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.sending;

import dev.forager.pipeline.Deadline;

/** What empties a queue, on virtual threads. */
sealed interface Workers permits RequestWorkers {
    /** Begins to work. */
    void start();

    /**
     * Waits until the closed queue is empty and all is settled, or until {@code deadline}; then
     * interrupts what still runs. Requests nobody has taken stay in the queue.
     */
    void drain(Deadline deadline);
}
