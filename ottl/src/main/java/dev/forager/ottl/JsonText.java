// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl;

import dev.forager.pdata.KeyValue;
import dev.forager.pdata.Value;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;

/**
 * Values as compact JSON in the way Go's {@code encoding/json} writes them: keys sorted, {@code <},
 * {@code >} and {@code &} escaped, floating point numbers as ECMAScript does. Bytes are base64.
 */
public final class JsonText {
    private final StringBuilder out = new StringBuilder();

    private JsonText() {}

    /** The JSON of a value; nil is {@code null}. */
    public static String of(Value value) {
        JsonText text = new JsonText();
        text.write(value);
        return text.out.toString();
    }

    /** The text of a floating point number: {@code 1}, {@code 0.1}, {@code 1e+21}, {@code NaN}. */
    public static String number(double value) {
        if (!Double.isFinite(value)) {
            return Double.isNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf";
        }
        if (value == 0) {
            return 1 / value < 0 ? "-0" : "0";
        }
        BigDecimal decimal = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        double size = Math.abs(value);
        return size >= 1e-6 && size < 1e21 ? decimal.toPlainString() : scientific(decimal);
    }

    private static String scientific(BigDecimal decimal) {
        String digits = decimal.unscaledValue().abs().toString();
        int exponent = digits.length() - 1 - decimal.scale();
        String mantissa =
                digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
        return (decimal.signum() < 0 ? "-" : "")
                + mantissa
                + (exponent < 0 ? "e-" : "e+")
                + Math.abs(exponent);
    }

    private void write(Value value) {
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

    private void write(Value.Arr array) {
        out.append('[');
        String separator = "";
        for (Value element : array.values()) {
            out.append(separator);
            write(element);
            separator = ",";
        }
        out.append(']');
    }

    private void write(Value.MapV map) {
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
