// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.sending;

import dev.forager.pdata.Payload;
import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.Deadline;
import dev.forager.pipeline.Exporter;
import dev.forager.pipeline.Permanent;
import java.time.Duration;
import org.slf4j.Logger;

/**
 * One attempt to send: gives the exporter its deadline, and turns a fault of the exporter into an
 * answer. Immutable, hence thread-safe.
 */
final class Attempt {
    private final Exporter exporter;
    private final Duration timeout;
    private final Logger logger;

    /**
     * Creates the stage.
     *
     * @param timeout longest time for one attempt; zero is no limit
     */
    Attempt(Exporter exporter, Duration timeout, Logger logger) {
        this.exporter = exporter;
        this.timeout = timeout;
        this.logger = logger;
    }

    /** Answers what {@link Exporter#export} does. */
    long send(Payload payload, Context context) throws ConsumeException {
        Context limited =
                timeout.isZero() ? context : context.withDeadline(Deadline.after(timeout));
        try {
            return exporter.export(payload, limited);
        } catch (ConsumeException failure) {
            throw Failures.marked(failure);
        } catch (RuntimeException | Error fault) {
            logger.atError().setCause(fault).log("Exporter failed unexpectedly");
            throw Failures.marked(
                    new Permanent("exporter failed unexpectedly: " + fault, null, fault));
        }
    }
}
