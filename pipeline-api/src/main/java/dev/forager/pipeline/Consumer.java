// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pipeline;

import dev.forager.pdata.Telemetry;

/**
 * The only seam between components. Thread-safe: receivers call it from many virtual threads.
 *
 * <p>Handing a {@link Telemetry} over hands it away: whatever {@link #consume} returns or throws,
 * the caller touches the handle no more, and the consumer is free to edit it.
 */
@FunctionalInterface
public interface Consumer {
    /**
     * Takes the telemetry over; returns when it is queued, or exported where the queue says so. The
     * call may block, and that is the back-pressure.
     *
     * @throws Retryable when the same data may be accepted later
     * @throws Permanent when the same data will never be accepted
     */
    void consume(Telemetry telemetry, Context context) throws ConsumeException;
}
