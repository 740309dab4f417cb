// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.resourcedetection;

import dev.forager.pdata.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a detector found out. Confined to one thread until it is handed out. */
final class Findings {
    private final Map<String, Value> attributes = new LinkedHashMap<>();
    private String schemaUrl = "";

    /** Adds a text; null and empty ones say nothing. */
    Findings put(String name, @Nullable String value) {
        return value == null || value.isEmpty() ? this : put(name, Value.of(value));
    }

    /** Adds a text even if it is empty. */
    Findings putText(String name, String value) {
        return put(name, Value.of(value));
    }

    /** Adds texts, if there are any. */
    Findings put(String name, List<String> values) {
        return values.isEmpty()
                ? this
                : put(name, Value.Arr.of(values.stream().map(Value::of).toList()));
    }

    /** Adds a value. */
    Findings put(String name, Value value) {
        attributes.put(name, value);
        return this;
    }

    /** Says which conventions the names follow. */
    Findings schema(String url) {
        schemaUrl = url;
        return this;
    }

    Map<String, Value> attributes() {
        return attributes;
    }

    String schemaUrl() {
        return schemaUrl;
    }

    boolean isEmpty() {
        return attributes.isEmpty();
    }
}
