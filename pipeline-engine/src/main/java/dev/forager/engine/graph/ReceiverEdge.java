// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.graph;

import dev.forager.engine.ledger.ReceiverCounts;
import dev.forager.pdata.Telemetry;
import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Consumer;
import dev.forager.pipeline.Context;
import org.slf4j.Logger;

/** The way out of a receiver: counts for it what the pipelines took and refused. Thread-safe. */
record ReceiverEdge(Consumer next, ReceiverCounts counts, Logger logger) implements Consumer {
    @Override
    public void consume(Telemetry telemetry, Context context) throws ConsumeException {
        int items = telemetry.itemCount();
        try {
            next.consume(telemetry, context);
        } catch (ConsumeException refusal) {
            counts.refuse(items);
            throw refusal;
        } catch (RuntimeException | StackOverflowError fault) {
            counts.fail(items);
            throw Edge.permanent(fault, logger);
        }
        counts.accept(items);
    }
}
