// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.client;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.forager.pipeline.RpcStatus;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A {@code google.rpc.Status} in JSON, of which code and message are read. */
final class StatusJson {
    private static final JsonFactory JSON = new JsonFactory();

    private StatusJson() {}

    /** Null where the bytes are no JSON object. */
    static @Nullable RpcStatus read(byte[] bytes) {
        int code = 0;
        String message = "";
        try (JsonParser in = JSON.createParser(bytes)) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                String name = in.currentName();
                JsonToken value = in.nextToken();
                if (name.equals("code") && value == JsonToken.VALUE_NUMBER_INT) {
                    code = in.getIntValue();
                } else if (name.equals("message") && value == JsonToken.VALUE_STRING) {
                    message = in.getText();
                } else {
                    in.skipChildren();
                }
            }
            return new RpcStatus(code, message, null);
        } catch (IOException e) {
            return null;
        }
    }
}
