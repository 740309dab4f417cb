// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.otlp;

import dev.forager.pdata.MalformedTelemetryException;
import dev.forager.pdata.Payload;
import dev.forager.pdata.Signal;
import dev.forager.pdata.WireBody;
import dev.forager.pipeline.Consumer;
import dev.forager.transport.server.ReceivedMessage;

/** Export requests as protobuf, over gRPC or HTTP. */
final class ProtobufHandler extends ExportHandler {
    /** An {@code ExportXServiceResponse} without a partial success has no bytes. */
    private static final byte[] SUCCESS = {};

    ProtobufHandler(Signal signal, Consumer next, MendedStrings mended) {
        super(signal, next, mended);
    }

    @Override
    Payload payload(Signal signal, ReceivedMessage message) throws MalformedTelemetryException {
        Payload payload =
                Payload.parse(signal, message.bytes(), message.offset(), message.length());
        WireBody received = message.received();
        return received == null ? payload : payload.withReceived(received);
    }

    @Override
    byte[] success() {
        return SUCCESS;
    }
}
