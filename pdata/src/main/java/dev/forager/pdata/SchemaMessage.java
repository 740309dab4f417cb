// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A message of OTLP: its fields in the order of the .proto file. Immutable. */
final class SchemaMessage {
    /** The largest field number that OTLP uses; a test of the generated tables holds it. */
    static final int MAX_FIELD = 31;

    private final String name;
    private final SchemaField[] fields;
    private final @Nullable SchemaField[] byNumber = new @Nullable SchemaField[MAX_FIELD + 1];
    private final Map<String, SchemaField> byName = new HashMap<>();

    SchemaMessage(String name, SchemaField... fields) {
        this.name = name;
        this.fields = fields;
        for (SchemaField field : fields) {
            byNumber[field.number()] = field;
            byName.put(field.name(), field);
            byName.put(field.snakeName(), field);
        }
    }

    /** The name in the .proto files, with its package. */
    String name() {
        return name;
    }

    /** The fields in the order of JSON. Never written to. */
    SchemaField[] fields() {
        return fields;
    }

    /** The field with this number, or null where the number is unknown. */
    @Nullable SchemaField field(int number) {
        return number <= MAX_FIELD ? byNumber[number] : null;
    }

    /** The field with this lowerCamelCase or snake_case name, or null. */
    @Nullable SchemaField field(String jsonName) {
        return byName.get(jsonName);
    }
}
