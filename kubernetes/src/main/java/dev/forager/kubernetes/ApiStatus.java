// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.kubernetes;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * The API's own account of a failure (kind {@code Status}).
 *
 * @param code as of HTTP; 0 if it has none
 * @param reason one word; or empty
 * @param message for people; or empty
 */
record ApiStatus(int code, String reason, String message) {
    private static final int MOST = 64 * 1024;

    /** Reads a refusal and closes it. */
    static KubernetesException failure(ApiConnection.Answer answer) throws IOException {
        try (answer) {
            byte[] body = answer.body().readNBytes(MOST);
            ApiStatus status = parse(body);
            String text =
                    status.message.isEmpty()
                            ? "the server answers %d".formatted(answer.status())
                            : status.message;
            return new KubernetesException(answer.status(), status.reason, text);
        }
    }

    private static ApiStatus parse(byte[] body) {
        try (JsonParser in = Json.FACTORY.createParser(new ByteArrayInputStream(body))) {
            if (in.nextToken() == JsonToken.START_OBJECT) {
                return read(in);
            }
        } catch (IOException e) {
            // A proxy's page, most likely: shown as it stands.
        }
        String text = new String(body, StandardCharsets.UTF_8).strip();
        return new ApiStatus(0, "", text.length() > 200 ? text.substring(0, 200) : text);
    }

    /** Reads the object on whose {@code START_OBJECT} {@code in} stands. */
    static ApiStatus read(JsonParser in) throws IOException {
        int code = 0;
        String reason = "";
        String message = "";
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            switch (in.currentName()) {
                case "code" -> code = Json.integer(in);
                case "reason" -> reason = Json.text(in);
                case "message" -> message = Json.text(in);
                default -> Json.skipValue(in);
            }
        }
        return new ApiStatus(code, reason, message);
    }

    KubernetesException failure() {
        return new KubernetesException(code, reason, message);
    }
}
