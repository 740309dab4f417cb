// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.forager.ottl.EvaluationException;
import dev.forager.pdata.KeyValue;
import dev.forager.pdata.Value;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** JSON as values. All numbers are floating point, as upstream. */
public final class JsonValues {
    private JsonValues() {}

    /** A factory with the limits that values have. Thread-safe. */
    public static JsonFactory factory() {
        return JsonFactory.builder()
                .streamReadConstraints(
                        StreamReadConstraints.builder()
                                .maxNestingDepth(Value.MAX_DEPTH - 1)
                                .maxStringLength(Integer.MAX_VALUE)
                                .build())
                .build();
    }

    /** The object or array that a text is; of a key that repeats, the last value. */
    public static Value read(JsonFactory factory, String text) throws EvaluationException {
        try (JsonParser in = factory.createParser(text)) {
            JsonToken first = in.nextToken();
            if (first == null) {
                throw new EvaluationException("unexpected end of JSON input");
            }
            Value value = value(in, first);
            if (in.nextToken() != null) {
                throw new EvaluationException("invalid JSON: trailing text after the value");
            }
            if (value instanceof Value.MapV || value instanceof Value.Arr) {
                return value;
            }
            throw new EvaluationException(
                    "could not convert parsed value of type %s to JSON object"
                            .formatted(typeName(value)));
        } catch (IOException | IllegalArgumentException e) {
            throw new EvaluationException("invalid JSON: " + firstLine(e));
        }
    }

    private static String typeName(Value value) {
        return switch (value) {
            case Value.Str _ -> "string";
            case Value.Dbl _ -> "float64";
            case Value.Bool _ -> "bool";
            default -> "<nil>";
        };
    }

    /** Jackson appends the place and, for strings, the whole source. */
    private static String firstLine(Exception e) {
        String message = String.valueOf(e.getMessage());
        int end = message.indexOf('\n');
        return end < 0 ? message : message.substring(0, end);
    }

    private static Value value(JsonParser in, JsonToken token) throws IOException {
        return switch (token) {
            case START_OBJECT -> object(in);
            case START_ARRAY -> array(in);
            case VALUE_STRING -> Value.of(in.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> Value.of(number(in));
            case VALUE_TRUE -> Value.of(true);
            case VALUE_FALSE -> Value.of(false);
            default -> Value.empty();
        };
    }

    private static double number(JsonParser in) throws IOException {
        double number = in.getDoubleValue();
        if (Double.isInfinite(number)) {
            throw new IllegalArgumentException(
                    "number out of range (expected: up to 1.7976931348623157e308)");
        }
        return number;
    }

    private static Value object(JsonParser in) throws IOException {
        Map<String, Value> fields = new LinkedHashMap<>();
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String name = in.currentName();
            fields.put(name, value(in, in.nextToken()));
        }
        List<KeyValue> entries = new ArrayList<>(fields.size());
        fields.forEach((name, value) -> entries.add(KeyValue.of(name, value)));
        return Value.MapV.of(entries);
    }

    private static Value array(JsonParser in) throws IOException {
        List<Value> values = new ArrayList<>();
        for (JsonToken token = in.nextToken();
                token != JsonToken.END_ARRAY;
                token = in.nextToken()) {
            values.add(value(in, token));
        }
        return Value.Arr.of(values);
    }
}
