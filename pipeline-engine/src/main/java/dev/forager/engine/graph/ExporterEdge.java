// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.graph;

import dev.forager.engine.ledger.Branch;
import dev.forager.engine.sending.SendingPath;
import dev.forager.pdata.Payload;
import dev.forager.pdata.Telemetry;
import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Context;

/**
 * The way from a pipeline into an exporter: seals, and sends. Nothing to say means that nothing is
 * sent. Thread-safe.
 */
record ExporterEdge(SendingPath path, Branch branch) implements Fanout.Sister {
    @Override
    public void consume(Telemetry telemetry, Context context) throws ConsumeException {
        Payload payload = telemetry.seal();
        int items = payload.itemCount();
        if (items > 0) {
            path.send(payload, context, branch);
            branch.take(items);
        }
    }

    @Override
    public void tookAlone(long items) {
        branch.repeat(items);
    }
}
