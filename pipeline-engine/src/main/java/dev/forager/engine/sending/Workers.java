// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.sending;

import dev.forager.pipeline.Deadline;
import dev.forager.pipeline.Exporter;
import dev.forager.pipeline.QueueConfig;

/** What empties a queue, on virtual threads. */
sealed interface Workers permits RequestWorkers, BatchWorkers {
    /**
     * Workers for {@code config}: with or without batches.
     *
     * @param joinedBytes what {@link Exporter#joinedBytes} says
     */
    static Workers of(
            MemoryQueue queue,
            Delivery delivery,
            QueueConfig config,
            long joinedBytes,
            SendingSettings settings,
            Rejections rejections) {
        return config.batch() == null
                ? new RequestWorkers(
                        queue, delivery, config.numConsumers(), joinedBytes, settings, rejections)
                : new BatchWorkers(queue, delivery, config, config.batch(), settings, rejections);
    }

    /** Begins to work. */
    void start();

    /**
     * Waits until the closed queue is empty and all is settled, or until {@code deadline}; then
     * interrupts what still runs. Requests nobody has taken stay in the queue.
     */
    void drain(Deadline deadline);
}
