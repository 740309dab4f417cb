// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.graph;

import dev.forager.engine.ledger.Branch;
import dev.forager.pdata.Telemetry;
import dev.forager.pipeline.Connector;
import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Context;
import org.slf4j.Logger;

/**
 * The way from a pipeline into a connector: what it took counts as sent, and what it hands on is
 * counted where it comes in. Thread-safe.
 */
record ConnectorEdge(Connector connector, Branch branch, Logger logger) implements Fanout.Sister {
    @Override
    public void consume(Telemetry telemetry, Context context) throws ConsumeException {
        int items = telemetry.itemCount();
        try {
            connector.consume(telemetry, context);
        } catch (RuntimeException | StackOverflowError fault) {
            throw Edge.permanent(fault, logger);
        }
        branch.take(items);
        branch.send(items);
    }

    @Override
    public void tookAlone(long items) {
        branch.repeat(items);
    }
}
