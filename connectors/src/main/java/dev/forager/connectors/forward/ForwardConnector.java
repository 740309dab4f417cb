// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.connectors.forward;

import dev.forager.pdata.Telemetry;
import dev.forager.pipeline.Connector;
import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Consumer;
import dev.forager.pipeline.Context;

/** Passes the live handle and the context on. Immutable. */
final class ForwardConnector implements Connector {
    private final Consumer next;

    ForwardConnector(Consumer next) {
        this.next = next;
    }

    @Override
    public void consume(Telemetry telemetry, Context context) throws ConsumeException {
        next.consume(telemetry, context);
    }
}
