// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A {@link Value} as one text, in the form that users of the Go collector know: strings as they
 * are, numbers as ECMAScript prints them, bytes in Base64, arrays and maps as JSON with sorted
 * keys. Stateless.
 *
 * @see <a href="https://pkg.go.dev/go.opentelemetry.io/collector/pdata/pcommon#Value.AsString">
 *     AsString</a>
 */
public final class ValueText {
    private static final double LEAST_PLAIN = 1e-6;
    private static final double LEAST_BIG = 1e21;

    private ValueText() {}

    /** The text of a value; empty for no value, and for JSON that would hold NaN or infinity. */
    public static String of(Value value) {
        return switch (value) {
            case Value.Str text -> text.string();
            case Value.Int number -> Long.toString(number.value());
            case Value.Dbl number -> of(number.value());
            case Value.Bool flag -> Boolean.toString(flag.value());
            case Value.Bytes bytes -> base64(bytes);
            case Value.Arr _, Value.MapV _ -> json(value);
            case Value.StrIndex _, Value.Empty _ -> "";
        };
    }

    /** The shortest text that names this number: {@code 0.5}, {@code 100}, {@code 1e+21}. */
    public static String of(double number) {
        if (!Double.isFinite(number)) {
            return Double.toString(number);
        }
        double size = Math.abs(number);
        return size != 0 && (size < LEAST_PLAIN || size >= LEAST_BIG)
                ? GoFloat.scientific(GoFloat.shortest(number), 1)
                : GoFloat.plain(number);
    }

    private static String base64(Value.Bytes bytes) {
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    private static String json(Value value) {
        StringBuilder out = new StringBuilder();
        return write(value, out) ? out.toString() : "";
    }

    /** False if there is a number that JSON cannot say. */
    private static boolean write(Value value, StringBuilder out) {
        switch (value) {
            case Value.Str text -> quote(text.string(), out);
            case Value.Int number -> out.append(number.value());
            case Value.Dbl number -> {
                out.append(of(number.value()));
                return Double.isFinite(number.value());
            }
            case Value.Bool flag -> out.append(flag.value());
            // Go's empty slice of bytes is nil, which its encoder writes as null.
            case Value.Bytes bytes when bytes.size() == 0 -> out.append("null");
            case Value.Bytes bytes -> quote(base64(bytes), out);
            case Value.Arr array -> {
                return writeArray(array.values(), out);
            }
            case Value.MapV map -> {
                return writeMap(map.entries(), out);
            }
            case Value.StrIndex _, Value.Empty _ -> out.append("null");
        }
        return true;
    }

    private static boolean writeArray(List<Value> values, StringBuilder out) {
        char before = '[';
        for (Value value : values) {
            out.append(before);
            before = ',';
            if (!write(value, out)) {
                return false;
            }
        }
        out.append(before == '[' ? "[]" : "]");
        return true;
    }

    private static boolean writeMap(List<KeyValue> entries, StringBuilder out) {
        Map<Value.Str, Value> sorted = new TreeMap<>();
        for (KeyValue entry : entries) {
            sorted.put(entry.keyText(), entry.value());
        }
        char before = '{';
        for (Map.Entry<Value.Str, Value> entry : sorted.entrySet()) {
            out.append(before);
            before = ',';
            quote(entry.getKey().string(), out);
            out.append(':');
            if (!write(entry.getValue(), out)) {
                return false;
            }
        }
        out.append(before == '{' ? "{}" : "}");
        return true;
    }

    private static void quote(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> out.append('\\').append(c);
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
        out.append("\\u").append(HexFormat.of().toHexDigits(c));
    }
}
