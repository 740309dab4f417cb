// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * OTLP/JSON in which only what matters differs: keys and attributes are sorted, and fields with
 * their default value are left out, where that is no value of its own.
 */
final class CanonicalJson {
    private static final JsonFactory JSON = new JsonFactory();
    private static final Set<String> DEFAULTS =
            Set.of("\"\"", "0", "\"0\"", "0.0", "-0.0", "false", "[]", "{}");

    /** Fields that are there or not, whatever their value. */
    private static final Set<String> OPTIONAL = Set.of("asInt", "asDouble", "sum", "min", "max");

    private CanonicalJson() {}

    static String of(String json) {
        try (JsonParser in = JSON.createParser(json)) {
            in.nextToken();
            return value(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String value(JsonParser in) throws IOException {
        return switch (in.currentToken()) {
            case START_OBJECT -> object(in);
            case START_ARRAY -> array(in);
            case VALUE_STRING -> '"' + in.getText() + '"';
            default -> in.getText();
        };
    }

    private static String object(JsonParser in) throws IOException {
        Map<String, String> fields = new TreeMap<>();
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String name = in.currentName();
            in.nextToken();
            String value = value(in);
            boolean isDefault = DEFAULTS.contains(value);
            if (!isDefault || name.endsWith("Value") || OPTIONAL.contains(name)) {
                fields.put(name, value);
            }
        }
        return fields.toString();
    }

    private static String array(JsonParser in) throws IOException {
        List<String> elements = new ArrayList<>();
        boolean areEntries = true;
        while (in.nextToken() != JsonToken.END_ARRAY) {
            elements.add(value(in));
            areEntries &= elements.getLast().startsWith("{key=");
        }
        if (areEntries) {
            elements.sort(null);
        }
        return elements.toString();
    }
}
