// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.connectors.roundrobin;

import dev.forager.pdata.Telemetry;
import dev.forager.pipeline.Connector;
import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Consumer;
import dev.forager.pipeline.Context;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Passes each request to the next of its consumers. Thread-safe. */
final class RoundRobinConnector implements Connector {
    private final List<Consumer> consumers;
    private final AtomicLong turn = new AtomicLong();

    RoundRobinConnector(List<Consumer> consumers) {
        this.consumers = List.copyOf(consumers);
    }

    @Override
    public void consume(Telemetry telemetry, Context context) throws ConsumeException {
        long next = turn.incrementAndGet();
        consumers
                .get((int) Long.remainderUnsigned(next, consumers.size()))
                .consume(telemetry, context);
    }
}
