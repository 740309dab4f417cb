// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl;

import dev.forager.pdata.GoFloat;
import dev.forager.pdata.KeyValue;
import dev.forager.pdata.Value;
import dev.forager.pdata.ValueText;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;

/**
 * Values as compact JSON in the way the Go collector's OTTL writes them: keys sorted, {@code <},
 * {@code >} and {@code &} escaped, floating point numbers as ECMAScript does but with an exponent
 * of at least two digits. Bytes are base64.
 */
public final class JsonText {
    private final StringBuilder out = new StringBuilder();

    private JsonText() {}

    /** The JSON of a value; nil is {@code null}. NaN and the infinite have none. */
    public static String of(Value value) throws EvaluationException {
        JsonText text = new JsonText();
        text.write(value);
        return text.out.toString();
    }

    private static String number(double value) throws EvaluationException {
        if (!Double.isFinite(value)) {
            throw new EvaluationException("json: unsupported value: " + GoFloat.plain(value));
        }
        String text = ValueText.of(value);
        int digit = text.length() - 1;
        int exponent = text.indexOf('e');
        return exponent > 0 && exponent == digit - 2
                ? text.substring(0, digit) + "0" + text.charAt(digit)
                : text;
    }

    private void write(Value value) throws EvaluationException {
        switch (value) {
            case Value.Str text -> quote(text.string());
            case Value.Int number -> out.append(number.value());
            case Value.Dbl number -> out.append(number(number.value()));
            case Value.Bool flag -> out.append(flag.value());
            case Value.Bytes bytes ->
                    quote(Base64.getEncoder().encodeToString(bytes.toByteArray()));
            case Value.Arr array -> write(array);
            case Value.MapV map -> write(map);
            case Value.StrIndex index -> out.append(index.index());
            case Value.Empty _ -> out.append("null");
        }
    }

    private void write(Value.Arr array) throws EvaluationException {
        out.append('[');
        String separator = "";
        for (Value element : array.values()) {
            out.append(separator);
            write(element);
            separator = ",";
        }
        out.append(']');
    }

    private void write(Value.MapV map) throws EvaluationException {
        List<KeyValue> entries = new ArrayList<>(map.entries());
        entries.sort(Comparator.comparing(KeyValue::keyText));
        out.append('{');
        String separator = "";
        for (KeyValue entry : entries) {
            out.append(separator);
            quote(entry.key());
            out.append(':');
            write(entry.value());
            separator = ",";
        }
        out.append('}');
    }

    private void quote(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            quote(text.charAt(i));
        }
        out.append('"');
    }

    private void quote(char c) {
        switch (c) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            case '\b' -> out.append("\\b");
            case '\f' -> out.append("\\f");
            case '<', '>', '&', '\u2028', '\u2029' -> escape(c);
            default -> {
                if (c < 0x20) {
                    escape(c);
                } else {
                    out.append(c);
                }
            }
        }
    }

    private void escape(char c) {
        out.append("\\u%04x".formatted((int) c));
    }
}
