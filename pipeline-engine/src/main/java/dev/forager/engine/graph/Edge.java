// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.graph;

import dev.forager.engine.ledger.Passage;
import dev.forager.pdata.Telemetry;
import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Consumer;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.Permanent;
import org.slf4j.Logger;

/**
 * The way into a component: counts what passes, and turns a fault of the component into an answer,
 * so that one bad item costs its own request only. Thread-safe.
 *
 * @param logger of the component behind it
 */
record Edge(Passage passage, Consumer next, Logger logger) implements Consumer {
    @Override
    public void consume(Telemetry telemetry, Context context) throws ConsumeException {
        int items = telemetry.itemCount();
        passage.offer(items);
        boolean taken = false;
        try {
            next.consume(telemetry, context);
            taken = true;
        } catch (RuntimeException | StackOverflowError fault) {
            throw permanent(fault, logger);
        } finally {
            if (taken) {
                passage.take(items);
            } else {
                passage.refuse(items);
            }
        }
    }

    /** The answer to a sender whose data met a fault of this program. */
    static Permanent permanent(Throwable fault, Logger logger) {
        logger.atError().setCause(fault).log("Component failed unexpectedly");
        return new Permanent("component failed unexpectedly: " + fault, null, fault);
    }
}
