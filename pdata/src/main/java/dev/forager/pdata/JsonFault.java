// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.regex.Pattern;

/**
 * What is wrong with a JSON body, in the Go collector's phrases with path and byte. Quotes little
 * of the body, since the text goes back to the sender and into logs.
 */
final class JsonFault {
    private static final int MAX_QUOTE = 40;
    private static final int MAX_PATH = 200;

    /** What Jackson says to a programmer: settings and class names. */
    private static final Pattern LIBRARY_ADVICE =
            Pattern.compile("(, from `[^`]*`)|((: maybe a|: enable `).*)", Pattern.DOTALL);

    private JsonFault() {}

    /** A fault of the value that was read last. */
    static MalformedTelemetryException at(JsonParser json, String fault) {
        String path = json.getParsingContext().pathAsPointer().toString();
        return new MalformedTelemetryException(
                "%s, error found at byte %d%s"
                        .formatted(
                                fault,
                                Math.max(0, json.currentTokenLocation().getByteOffset()),
                                path.isEmpty() ? "" : ", path " + quote(path, MAX_PATH)));
    }

    static MalformedTelemetryException notAnObject(JsonParser json) throws IOException {
        return at(json, "ReadObject: expect { or , or } or n, but found " + found(json));
    }

    static MalformedTelemetryException notAnArray(JsonParser json) throws IOException {
        return at(json, "ReadArray: expect [ or , or ] or n, but found " + found(json));
    }

    static MalformedTelemetryException badNumber(
            JsonParser json, String phrase, SchemaField field, String expected) throws IOException {
        return at(
                json,
                "%s: %s: %s (expected: %s)"
                        .formatted(
                                phrase, field.name(), quote(json.getText(), MAX_QUOTE), expected));
    }

    /** Text that is no JSON. */
    static MalformedTelemetryException syntax(JsonProcessingException e) {
        String where =
                e.getLocation() == null
                        ? ""
                        : ", error found at byte " + e.getLocation().getByteOffset();
        String fault = LIBRARY_ADVICE.matcher(e.getOriginalMessage()).replaceAll("");
        return new MalformedTelemetryException("invalid JSON: " + fault + where);
    }

    /** The first character of the value that was read last; NUL at the end of the body. */
    static String found(JsonParser json) throws IOException {
        JsonToken token = json.currentToken();
        if (token == null) {
            return "\\u0000";
        }
        return switch (token) {
            case START_OBJECT -> "{";
            case START_ARRAY -> "[";
            case VALUE_STRING -> "\"";
            default -> quote(json.getText(), MAX_QUOTE);
        };
    }

    private static String quote(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most) + "...";
    }
}
