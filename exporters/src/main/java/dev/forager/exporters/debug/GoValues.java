// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.debug;

import dev.forager.pdata.KeyValue;
import dev.forager.pdata.Value;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;

/** Attribute values as the Go collector writes them. */
final class GoValues {
    private GoValues() {}

    /** {@code Str(x)}, {@code Int(5)}, {@code Map({"a":1})}: type and value. */
    static String typed(Value value) {
        return type(value) + "(" + text(value) + ")";
    }

    /** The value alone; maps and slices as JSON, empty where JSON cannot hold a number. */
    static String text(Value value) {
        return switch (value) {
            case Value.Str string -> string.string();
            case Value.Int number -> Long.toString(number.value());
            case Value.Dbl number -> GoNumbers.json(number.value());
            case Value.Bool bool -> Boolean.toString(bool.value());
            case Value.Bytes bytes -> Base64.getEncoder().encodeToString(bytes.toByteArray());
            case Value.Arr _, Value.MapV _ -> jsonOrEmpty(value);
            case Value.Empty _, Value.StrIndex _ -> "";
        };
    }

    private static String type(Value value) {
        return switch (value) {
            case Value.Str _ -> "Str";
            case Value.Int _ -> "Int";
            case Value.Dbl _ -> "Double";
            case Value.Bool _ -> "Bool";
            case Value.Bytes _ -> "Bytes";
            case Value.Arr _ -> "Slice";
            case Value.MapV _ -> "Map";
            case Value.Empty _, Value.StrIndex _ -> "Empty";
        };
    }

    private static String jsonOrEmpty(Value value) {
        var out = new StringBuilder();
        return json(value, out) ? out.toString() : "";
    }

    /** False when the value holds NaN or an infinity, which JSON has no number for. */
    private static boolean json(Value value, StringBuilder out) {
        switch (value) {
            case Value.Str string -> quote(string.string(), out);
            case Value.Int number -> out.append(number.value());
            case Value.Bool bool -> out.append(bool.value());
            // Go's empty slice of bytes is nil, which its encoder writes as null.
            case Value.Bytes bytes when bytes.size() == 0 -> out.append("null");
            case Value.Bytes bytes -> quote(text(bytes), out);
            case Value.Empty _, Value.StrIndex _ -> out.append("null");
            case Value.Dbl number -> {
                out.append(GoNumbers.json(number.value()));
                return Double.isFinite(number.value());
            }
            case Value.Arr array -> {
                return array(array, out);
            }
            case Value.MapV map -> {
                return map(map, out);
            }
        }
        return true;
    }

    private static boolean array(Value.Arr array, StringBuilder out) {
        out.append('[');
        boolean first = true;
        for (Value element : array.values()) {
            if (!first) {
                out.append(',');
            }
            first = false;
            if (!json(element, out)) {
                return false;
            }
        }
        out.append(']');
        return true;
    }

    /** Go's maps know a key once, and its encoder sorts them by their bytes. */
    private static boolean map(Value.MapV map, StringBuilder out) {
        var sorted = new TreeMap<String, Value>(GoValues::compareUtf8);
        for (KeyValue entry : map.entries()) {
            sorted.put(entry.key(), entry.value());
        }
        out.append('{');
        boolean first = true;
        for (Map.Entry<String, Value> entry : sorted.entrySet()) {
            if (!first) {
                out.append(',');
            }
            first = false;
            quote(entry.getKey(), out);
            out.append(':');
            if (!json(entry.getValue(), out)) {
                return false;
            }
        }
        out.append('}');
        return true;
    }

    private static int compareUtf8(String one, String other) {
        return Arrays.compareUnsigned(
                one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    private static void quote(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\u2028', '\u2029' -> escape(c, out);
                default -> {
                    if (c < ' ') {
                        escape(c, out);
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    private static void escape(char c, StringBuilder out) {
        out.append("\\u%04x".formatted((int) c));
    }
}
