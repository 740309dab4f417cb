// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.otlp;

import dev.forager.pdata.MalformedTelemetryException;
import dev.forager.pdata.Payload;
import dev.forager.pdata.Signal;
import dev.forager.pdata.WireBody;
import dev.forager.pipeline.Consumer;
import dev.forager.transport.StatusMapping;
import dev.forager.transport.server.ReceivedMessage;
import dev.forager.transport.server.RefusedException;

/** Export requests as protobuf, over gRPC or HTTP. */
class ProtobufHandler extends ExportHandler {
    /** An {@code ExportXServiceResponse} with an empty partial success, as the Go collector's. */
    private static final byte[] SUCCESS = {0x0a, 0x00};

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

    /** Over gRPC, where the Go collector's library decodes, before the collector sees a request. */
    static final class OverGrpc extends ProtobufHandler {
        OverGrpc(Signal signal, Consumer next, MendedStrings mended) {
            super(signal, next, mended);
        }

        @Override
        RefusedException undecodable(String why) {
            return new RefusedException(
                    StatusMapping.INTERNAL, "grpc: error unmarshalling request: " + why);
        }
    }
}
