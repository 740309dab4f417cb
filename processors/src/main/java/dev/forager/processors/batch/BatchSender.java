// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.batch;

import dev.forager.pdata.Payload;
import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Consumer;
import dev.forager.pipeline.Context;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;

/** Hands batches on and counts them. Its callers have had their answer, so a failure ends here. */
final class BatchSender {
    private final Consumer next;
    private final BatchMetrics metrics;
    private final LongAdder held;
    private final Logger logger;

    BatchSender(Consumer next, BatchMetrics metrics, LongAdder held, Logger logger) {
        this.next = next;
        this.metrics = metrics;
        this.held = held;
        this.logger = logger;
    }

    void send(Payload batch, Context context, Trigger trigger) {
        try {
            next.consume(batch.open(), context);
            metrics.sent(batch, trigger);
        } catch (ConsumeException e) {
            logger.atWarn().addKeyValue("error", e.getMessage()).log("Sender failed");
        } finally {
            held.add(-batch.itemCount());
        }
    }
}
