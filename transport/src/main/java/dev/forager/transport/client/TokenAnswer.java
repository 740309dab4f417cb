// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.client;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a server of tokens answered: JSON as the standard wants, or a form as some do. The texts of
 * errors are those of Go's oauth2. Immutable.
 *
 * @param type as it stands in the header Authorization
 * @param lifeSeconds 0 where it is not told
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-5">RFC 6749, 5</a>
 */
record TokenAnswer(String token, String type, long lifeSeconds) {
    private static final JsonFactory JSON = new JsonFactory();
    private static final Pattern AND = Pattern.compile("&");

    /** Most of a body that a message tells: chosen. */
    private static final int MOST_TOLD = 1000;

    /**
     * Reads an answer.
     *
     * @throws IOException when there is no token in it
     */
    static TokenAnswer of(HttpGetter.Reply reply) throws IOException {
        boolean isRefusal = reply.status() < 200 || reply.status() > 299;
        Map<String, String> fields = fields(reply);
        if (fields == null) {
            throw isRefusal ? refused(reply) : new IOException("oauth2: cannot parse json");
        }
        if (!text(fields, "error").isEmpty()) {
            throw new IOException(
                    "oauth2: \"%s\"%s%s"
                            .formatted(
                                    text(fields, "error"),
                                    quoted(text(fields, "error_description")),
                                    quoted(text(fields, "error_uri"))));
        }
        if (isRefusal) {
            throw refused(reply);
        }
        String token = text(fields, "access_token");
        if (token.isEmpty()) {
            throw new IOException("oauth2: server response missing access_token");
        }
        return new TokenAnswer(
                token, scheme(text(fields, "token_type")), seconds(text(fields, "expires_in")));
    }

    private static IOException refused(HttpGetter.Reply reply) {
        String body = new String(reply.body(), StandardCharsets.UTF_8);
        String told = body.length() <= MOST_TOLD ? body : body.substring(0, MOST_TOLD) + "...";
        return new IOException(
                "oauth2: cannot fetch token: %s%nResponse: %s".formatted(reply.statusText(), told));
    }

    private static String quoted(String text) {
        return text.isEmpty() ? "" : " \"" + text + "\"";
    }

    private static String text(Map<String, String> fields, String name) {
        return fields.getOrDefault(name, "");
    }

    private static String scheme(String type) {
        return switch (type.toLowerCase(Locale.ROOT)) {
            case "", "bearer" -> "Bearer";
            case "mac" -> "MAC";
            case "basic" -> "Basic";
            default -> type;
        };
    }

    private static long seconds(String text) {
        try {
            return Math.clamp(Long.parseLong(text), 0, Integer.MAX_VALUE);
        } catch (NumberFormatException notTold) {
            return 0;
        }
    }

    private static @Nullable Map<String, String> fields(HttpGetter.Reply reply) {
        String[] media = reply.contentType().split(";", 2);
        return switch (media[0].strip().toLowerCase(Locale.ROOT)) {
            case "application/x-www-form-urlencoded", "text/plain" -> form(reply.body());
            default -> object(reply.body());
        };
    }

    private static @Nullable Map<String, String> form(byte[] body) {
        Map<String, String> fields = new HashMap<>();
        try {
            for (String pair : AND.split(new String(body, StandardCharsets.UTF_8))) {
                String[] sides = pair.split("=", 2);
                String value = sides.length == 2 ? sides[1] : "";
                fields.putIfAbsent(
                        URLDecoder.decode(sides[0], StandardCharsets.UTF_8),
                        URLDecoder.decode(value, StandardCharsets.UTF_8));
            }
            return fields;
        } catch (IllegalArgumentException noForm) {
            return null;
        }
    }

    private static @Nullable Map<String, String> object(byte[] body) {
        Map<String, String> fields = new HashMap<>();
        try (JsonParser in = JSON.createParser(body)) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                String name = in.currentName();
                JsonToken value = in.nextToken();
                if (value.isScalarValue() && value != JsonToken.VALUE_NULL) {
                    fields.put(name, in.getText());
                } else {
                    in.skipChildren();
                }
            }
            return fields;
        } catch (IOException noJson) {
            return null;
        }
    }
}
