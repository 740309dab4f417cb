// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * What is wrong with a JSON body, in the Go collector's phrases with path and byte. Quotes little
 * of the body, since the text goes back to the sender and into logs.
 */
final class JsonFault {
    private static final int MAX_QUOTE = 40;
    private static final int MAX_PATH = 200;

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

    /** A body of no bytes, or of blanks. */
    static MalformedTelemetryException empty() {
        return new MalformedTelemetryException(
                "ReadObject: expect { or , or } or n, but found \0: the body is empty, error found"
                        + " at byte 0");
    }

    /** Text that is no JSON; what the library says of it is for programmers. */
    static MalformedTelemetryException syntax(
            JsonProcessingException e, byte[] bytes, int offset, int length) {
        long at = e.getLocation() == null ? 0 : Math.max(0, e.getLocation().getByteOffset());
        String fault =
                switch (e) {
                    case JsonEOFException _ -> "the body ends inside a value";
                    case StreamConstraintsException _ ->
                            "nests too deep, or has a name or number that is too long";
                    default ->
                            unexpected(bytes, offset + (int) Math.min(at, length), offset + length);
                };
        return new MalformedTelemetryException(
                "invalid JSON: %s, error found at byte %d".formatted(fault, at));
    }

    private static String unexpected(byte[] bytes, int from, int end) {
        int to = Math.min(end, from + MAX_QUOTE);
        String text = new String(bytes, from, to - from, StandardCharsets.UTF_8);
        return "unexpected text: " + text;
    }

    /** The first character of the value that was read last; NUL at the end of the body. */
    static String found(JsonParser json) throws IOException {
        JsonToken token = json.currentToken();
        if (token == null) {
            return "\0";
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
