// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.telemetry.logging;

import dev.forager.pdata.GoFloat;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON as zap's encoders write it. {@code spaced} puts a blank behind colons and commas of what zap
 * encodes itself (fields, flat maps of text, lists); deeper values are compact, as Go's own encoder
 * writes them.
 */
final class JsonText {
    private static final String HEX = "0123456789abcdef";

    private JsonText() {}

    /** A field behind others; the separator is left out where {@code out} is empty. */
    static void field(StringBuilder out, String key, @Nullable Object value, boolean spaced) {
        if (!out.isEmpty()) {
            out.append(spaced ? ", " : ",");
        }
        firstField(out, key, value, spaced);
    }

    /** A field without separator. */
    static void firstField(StringBuilder out, String key, @Nullable Object value, boolean spaced) {
        string(out, key);
        out.append(spaced ? ": " : ":");
        value(out, value, spaced);
    }

    /** Any value; what has no form in JSON is written as its text. */
    static void value(StringBuilder out, @Nullable Object value, boolean spaced) {
        switch (value) {
            case null -> out.append("null");
            case Boolean flag -> out.append(flag.booleanValue());
            case Double number -> floating(out, number);
            case Float number -> floating(out, number);
            case Number number -> out.append(number);
            case Duration duration -> floating(out, duration.toNanos() / 1e9);
            case Fields map -> object(out, map.values(), spaced);
            case Map<?, ?> map -> object(out, map, false);
            case Path path -> string(out, path.toString()); // else a list of itself without end
            case Iterable<?> list -> array(out, list, spaced);
            case Object[] list -> array(out, Arrays.asList(list), spaced);
            case Throwable error -> string(out, describe(error));
            default -> string(out, value.toString());
        }
    }

    /**
     * A map that zap would encode as an object of its own, hence spaced.
     *
     * @param values in order
     */
    record Fields(Map<String, ?> values) {}

    /** The text of a failure: its message, or its type where it has none. */
    static String describe(Throwable error) {
        String message = error.getMessage();
        return message == null || message.isEmpty() ? error.getClass().getName() : message;
    }

    private static void object(StringBuilder out, Map<?, ?> map, boolean spaced) {
        out.append('{');
        boolean first = true;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (!first) {
                out.append(spaced ? ", " : ",");
            }
            first = false;
            firstField(out, String.valueOf(entry.getKey()), entry.getValue(), spaced);
        }
        out.append('}');
    }

    private static void array(StringBuilder out, Iterable<?> list, boolean spaced) {
        out.append('[');
        boolean first = true;
        for (Object element : list) {
            if (!first) {
                out.append(spaced ? ", " : ",");
            }
            first = false;
            value(out, element, spaced);
        }
        out.append(']');
    }

    /** As Go's {@code strconv.AppendFloat(f, 'f', -1)}; what JSON cannot say is text. */
    private static void floating(StringBuilder out, double number) {
        if (Double.isNaN(number)) {
            out.append("\"NaN\"");
        } else if (Double.isInfinite(number)) {
            out.append(number > 0 ? "\"+Inf\"" : "\"-Inf\"");
        } else if (number == Math.rint(number) && Math.abs(number) < 1e15) {
            out.append((long) number);
        } else {
            out.append(GoFloat.plain(number));
        }
    }

    /** Text in quotes; lone surrogates become U+FFFD, since UTF-8 has none. */
    static void string(StringBuilder out, String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> out.append('\\').append(c);
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < 0x20) {
                        out.append("\\u00").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
                    } else if (Character.isSurrogate(c) && !isPair(text, i)) {
                        out.append('\ufffd');
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    private static boolean isPair(String text, int i) {
        return Character.isHighSurrogate(text.charAt(i))
                ? i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))
                : i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
    }
}
