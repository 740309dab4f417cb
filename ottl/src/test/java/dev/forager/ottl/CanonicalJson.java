// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * OTLP/JSON in which only what matters differs: keys and attributes are sorted, and fields with
 * their default value are left out, where that is no value of its own. The dictionary of profiles
 * is put in where it is referred to.
 */
final class CanonicalJson {
    private static final JsonFactory JSON = new JsonFactory();
    private static final Set<String> DEFAULTS =
            Set.of("\"\"", "0", "\"0\"", "0.0", "-0.0", "false", "[]", "{}");

    /** Fields that are there or not, whatever their value. */
    private static final Set<String> OPTIONAL = Set.of("asInt", "asDouble", "sum", "min", "max");

    private static final String REFERENCE = "Strindex";
    private static final String TEXTS = "stringTable";
    private static final String ATTRIBUTES = "attributeTable";

    private final Map<String, List<String>> tables = new HashMap<>();

    private CanonicalJson() {}

    static String of(String json) {
        CanonicalJson canonical = new CanonicalJson();
        String first = canonical.read(json);
        // Texts are known now; attributes that refer to them after the second time.
        return canonical.tables.isEmpty() ? first : canonical.read(json, 2);
    }

    private String read(String json, int times) {
        String last = "";
        for (int i = 0; i < times; i++) {
            last = read(json);
        }
        return last;
    }

    private String read(String json) {
        try (JsonParser in = JSON.createParser(json)) {
            in.nextToken();
            return value(in, "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String value(JsonParser in, String name) throws IOException {
        return switch (in.currentToken()) {
            case START_OBJECT -> object(in);
            case START_ARRAY -> array(in, name);
            case VALUE_STRING -> '"' + in.getText() + '"';
            default -> in.getText();
        };
    }

    private String object(JsonParser in) throws IOException {
        Map<String, String> fields = new TreeMap<>();
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String name = in.currentName();
            in.nextToken();
            String value = value(in, name);
            if (name.endsWith(REFERENCE)) {
                name = name.substring(0, name.length() - REFERENCE.length());
                value = element(TEXTS, value);
            }
            boolean isDefault = DEFAULTS.contains(value) || name.equals("dictionary");
            if (!isDefault || name.endsWith("Value") || OPTIONAL.contains(name)) {
                fields.put(name, value);
            }
        }
        return fields.toString();
    }

    private String element(String table, String index) {
        List<String> elements = tables.getOrDefault(table, List.of());
        int at = Integer.parseInt(index);
        return at < elements.size() ? elements.get(at) : index;
    }

    private String array(JsonParser in, String name) throws IOException {
        List<String> elements = new ArrayList<>();
        boolean areEntries = true;
        boolean areAttributes = name.equals("attributeIndices");
        while (in.nextToken() != JsonToken.END_ARRAY) {
            String value = value(in, "");
            elements.add(areAttributes ? element(ATTRIBUTES, value) : value);
            areEntries &= elements.getLast().startsWith("{key=");
        }
        if (name.equals(TEXTS) || name.equals(ATTRIBUTES)) {
            tables.put(name, List.copyOf(elements));
        }
        if (areEntries) {
            elements.sort(null);
        }
        return elements.toString();
    }
}
