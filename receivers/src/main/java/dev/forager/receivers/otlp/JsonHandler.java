// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.otlp;

import dev.forager.pdata.MalformedTelemetryException;
import dev.forager.pdata.OtlpJson;
import dev.forager.pdata.Payload;
import dev.forager.pdata.Signal;
import dev.forager.pipeline.Consumer;
import dev.forager.transport.server.ReceivedMessage;
import java.nio.charset.StandardCharsets;

/** Export requests as JSON, transcoded into protobuf bytes at the door. */
final class JsonHandler extends ExportHandler {
    /** What the collector answers: the field is there, and empty. */
    private static final byte[] SUCCESS =
            "{\"partialSuccess\":{}}".getBytes(StandardCharsets.US_ASCII);

    JsonHandler(Signal signal, Consumer next, MendedStrings mended) {
        super(signal, next, mended);
    }

    @Override
    Payload payload(Signal signal, ReceivedMessage message) throws MalformedTelemetryException {
        return OtlpJson.toPayload(signal, message.bytes(), message.offset(), message.length());
    }

    @Override
    byte[] success() {
        return SUCCESS;
    }
}
