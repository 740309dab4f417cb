// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.client;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.forager.pdata.Signal;
import dev.forager.transport.codec.ProtoReader;
import dev.forager.transport.codec.ProtoReader.MalformedException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * The answer to an OTLP export request of any signal: they differ in names only. Immutable.
 *
 * @param rejected items that the server did not take
 * @param message why, or a warning where it took all
 */
public record ExportAnswer(long rejected, String message) {
    /** Everything was taken and nothing said. */
    public static final ExportAnswer FULL_SUCCESS = new ExportAnswer(0, "");

    private static final JsonFactory JSON = new JsonFactory();

    /** Whether there is something to tell the operator. */
    public boolean isPartial() {
        return rejected != 0 || !message.isEmpty();
    }

    /** Tells the operator, in the collector's words, what the server did not take. */
    public void warn(Logger log, Signal signal) {
        if (isPartial()) {
            log.atWarn()
                    .addKeyValue("message", message)
                    .addKeyValue(
                            switch (signal) {
                                case TRACES -> "dropped_spans";
                                case METRICS -> "dropped_data_points";
                                case LOGS -> "dropped_log_records";
                                case PROFILES -> "dropped_samples";
                            },
                            rejected)
                    .log("Partial success response");
        }
    }

    /** From protobuf; null where it is no such message. */
    public static @Nullable ExportAnswer ofProtobuf(byte[] bytes) {
        if (bytes.length == 0) {
            return FULL_SUCCESS;
        }
        try {
            var in = new ProtoReader(bytes);
            ExportAnswer answer = FULL_SUCCESS;
            while (in.next()) {
                if (in.isBytes(1)) {
                    answer = partialSuccess(in.message());
                } else {
                    in.skip();
                }
            }
            return answer;
        } catch (MalformedException e) {
            return null;
        }
    }

    private static ExportAnswer partialSuccess(ProtoReader in) throws MalformedException {
        long rejected = 0;
        String message = "";
        while (in.next()) {
            if (in.isNumber(1)) {
                rejected = in.number();
            } else if (in.isBytes(2)) {
                message = in.text();
            } else {
                in.skip();
            }
        }
        return new ExportAnswer(rejected, message);
    }

    /** From JSON; null where it is no such message. */
    public static @Nullable ExportAnswer ofJson(byte[] bytes) {
        if (bytes.length == 0) {
            return FULL_SUCCESS;
        }
        try (JsonParser in = JSON.createParser(bytes)) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            ExportAnswer answer = FULL_SUCCESS;
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                String name = in.currentName();
                JsonToken value = in.nextToken();
                if (value == JsonToken.START_OBJECT
                        && (name.equals("partialSuccess") || name.equals("partial_success"))) {
                    answer = partialSuccess(in);
                } else {
                    in.skipChildren();
                }
            }
            return answer;
        } catch (IOException | NumberFormatException e) {
            return null;
        }
    }

    private static ExportAnswer partialSuccess(JsonParser in) throws IOException {
        long rejected = 0;
        String message = "";
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String name = in.currentName();
            JsonToken value = in.nextToken();
            if (name.startsWith("rejected") && value.isScalarValue()) {
                rejected = Long.parseLong(in.getText());
            } else if (name.equals("errorMessage") || name.equals("error_message")) {
                message = value == JsonToken.VALUE_STRING ? in.getText() : "";
            } else {
                in.skipChildren();
            }
        }
        return new ExportAnswer(rejected, message);
    }
}
