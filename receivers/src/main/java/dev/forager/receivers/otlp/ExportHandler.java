// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.otlp;

import dev.forager.pdata.MalformedTelemetryException;
import dev.forager.pdata.Payload;
import dev.forager.pdata.Signal;
import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Consumer;
import dev.forager.pipeline.Context;
import dev.forager.transport.StatusMapping;
import dev.forager.transport.server.MessageHandler;
import dev.forager.transport.server.ReceivedMessage;
import dev.forager.transport.server.RefusedException;

/**
 * One export request: checked, counted, handed to the pipelines, answered. Requests without items
 * are a success that no pipeline sees. Thread-safe.
 */
abstract class ExportHandler implements MessageHandler {
    private final Signal signal;
    private final Consumer next;
    private final MendedStrings mended;

    ExportHandler(Signal signal, Consumer next, MendedStrings mended) {
        this.signal = signal;
        this.next = next;
        this.mended = mended;
    }

    /** The request of a message. */
    abstract Payload payload(Signal signal, ReceivedMessage message)
            throws MalformedTelemetryException;

    /** The answer that says that everything was accepted. */
    abstract byte[] success();

    /** The answer to bytes that are no telemetry. */
    RefusedException undecodable(String why) {
        return new RefusedException(StatusMapping.INVALID_ARGUMENT, why);
    }

    @Override
    public final byte[] handle(ReceivedMessage message, Context context)
            throws RefusedException, ConsumeException {
        Payload payload;
        try {
            payload = payload(signal, message);
        } catch (MalformedTelemetryException e) {
            String why = String.valueOf(e.getMessage());
            throw e.isDecoded()
                    ? new RefusedException(StatusMapping.INVALID_ARGUMENT, why)
                    : undecodable(why);
        }
        if (payload.mendedStrings() > 0) {
            mended.count(signal, payload.mendedStrings());
        }
        if (payload.itemCount() > 0) {
            next.consume(payload.open(), context);
        }
        return success();
    }
}
