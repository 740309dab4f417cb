// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.graph;

import dev.forager.pdata.Telemetry;
import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.Retryable;
import java.util.concurrent.CountDownLatch;

/**
 * The way into an exporter that cannot start before its predecessor has stopped: who comes early
 * waits. Once the exporter runs this is one volatile read. Thread-safe.
 */
record LateEdge(Gate gate, ExporterEdge edge) implements Fanout.Sister {
    /** Closed until the late exporters run, or will not. Thread-safe. */
    static final class Gate {
        private final CountDownLatch latch = new CountDownLatch(1);
        private volatile boolean isGivenUp;

        /** They run. */
        void open() {
            latch.countDown();
        }

        /** They will not: who waits is told to try again. */
        void giveUp() {
            if (latch.getCount() > 0) {
                isGivenUp = true;
                latch.countDown();
            }
        }

        private void pass() throws Retryable {
            try {
                latch.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new Retryable("shutting down");
            }
            if (isGivenUp) {
                throw new Retryable("the exporter did not start");
            }
        }
    }

    @Override
    public void consume(Telemetry telemetry, Context context) throws ConsumeException {
        gate.pass();
        edge.consume(telemetry, context);
    }

    @Override
    public void tookAlone(long items) {
        edge.tookAlone(items);
    }
}
