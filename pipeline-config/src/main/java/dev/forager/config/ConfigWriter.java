// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.config;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.core.util.Separators.Spacing;
import dev.forager.config.ConfigValues.Nothing;
import dev.forager.config.tree.MapNode;
import dev.forager.config.tree.YamlText;
import dev.forager.pdata.GoFloat;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Prints a configuration with every default filled in, in the layout of the collector's {@code
 * print-config}: keys sorted, four blanks a level. The YAML loads to the same configuration unless
 * secrets are redacted. Stateless.
 */
public final class ConfigWriter {
    private static final int STEP = 4;
    private static final Pattern MISREAD_DOLLAR = Pattern.compile("\\$(?=[{$])");

    private ConfigWriter() {}

    /** How a configuration is printed. */
    public enum Format {
        YAML,
        JSON
    }

    /** Whether secrets are printed. */
    public enum Mode {
        REDACTED,
        UNREDACTED
    }

    /** The configuration as text that ends with a line break. */
    public static String write(CollectorConfig config, Format format, Mode mode) {
        return write(new ConfigValues(mode == Mode.REDACTED).of(config), format);
    }

    /** What was read before it is bound: nothing is known of defaults, nor of what is secret. */
    public static String write(MapNode root, Format format) {
        return write(new ConfigValues(false).of(root), format);
    }

    private static String write(Map<String, Object> values, Format format) {
        return switch (format) {
            case YAML -> yaml(values);
            case JSON -> json(values);
        };
    }

    /** One record as YAML, secrets redacted: the defaults of a component, for its documentation. */
    public static String write(Record config) {
        return yaml(new ConfigValues(true).record(config));
    }

    private static String yaml(Map<String, Object> values) {
        var out = new StringBuilder();
        if (values.isEmpty()) {
            return "{}\n";
        }
        map(out, values, 0, STEP);
        return out.toString();
    }

    /** Keys at {@code column}, the first one where {@code out} stands; what is in them deeper. */
    private static void map(StringBuilder out, Map<?, ?> map, int column, int inner) {
        Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator();
        while (entries.hasNext()) {
            Map.Entry<?, ?> entry = entries.next();
            out.append(YamlText.scalar(String.valueOf(entry.getKey()), 0)).append(':');
            switch (entry.getValue()) {
                case Map<?, ?> nested when !nested.isEmpty() -> {
                    out.append('\n').append(" ".repeat(inner));
                    map(out, nested, inner, inner + STEP);
                }
                case List<?> list when !list.isEmpty() -> {
                    out.append('\n').append(" ".repeat(inner));
                    list(out, list, inner);
                }
                case Object scalar -> out.append(' ').append(scalar(scalar, inner)).append('\n');
            }
            if (entries.hasNext()) {
                out.append(" ".repeat(column));
            }
        }
    }

    private static void list(StringBuilder out, List<?> list, int column) {
        for (int i = 0; i < list.size(); i++) {
            if (i > 0) {
                out.append(" ".repeat(column));
            }
            out.append("- ");
            switch (list.get(i)) {
                case Map<?, ?> nested when !nested.isEmpty() ->
                        map(out, nested, column + 2, column + STEP);
                case List<?> nested when !nested.isEmpty() -> list(out, nested, column + 2);
                case Object scalar -> out.append(scalar(scalar, column + 2)).append('\n');
            }
        }
    }

    private static String scalar(Object value, int indent) {
        return switch (value) {
            case String text -> YamlText.scalar(escaped(text), indent);
            case Duration duration -> GoDuration.of(duration);
            case Double number -> number(number);
            case Map<?, ?> _ -> "{}";
            case List<?> _ -> "[]";
            default -> value.toString();
        };
    }

    /** With the {@code $} doubled that would be read as one of a reference or of a pair. */
    private static String escaped(String text) {
        return MISREAD_DOLLAR.matcher(text).replaceAll("\\$\\$");
    }

    /** As the collector writes it: an exponent of two digits below 1e-4 and from 1e21 on. */
    private static String number(double value) {
        if (Double.isNaN(value)) {
            return ".nan";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? ".inf" : "-.inf";
        }
        boolean isPlain = value == 0 || (Math.abs(value) >= 1e-4 && Math.abs(value) < 1e21);
        return isPlain ? GoFloat.plain(value) : GoFloat.scientific(GoFloat.shortest(value), 2);
    }

    private static String json(Map<String, Object> values) {
        var text = new StringWriter();
        var indenter = new DefaultIndenter("  ", "\n");
        var printer =
                new DefaultPrettyPrinter(
                                Separators.createDefaultInstance()
                                        .withObjectFieldValueSpacing(Spacing.AFTER)
                                        .withObjectEmptySeparator("")
                                        .withArrayEmptySeparator(""))
                        .withObjectIndenter(indenter)
                        .withArrayIndenter(indenter);
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.setPrettyPrinter(printer);
            json(json, values);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.append('\n').toString();
    }

    private static void json(JsonGenerator json, Object value) throws IOException {
        switch (value) {
            case Map<?, ?> map -> {
                json.writeStartObject();
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    json.writeFieldName(String.valueOf(entry.getKey()));
                    json(json, entry.getValue());
                }
                json.writeEndObject();
            }
            case List<?> list -> {
                json.writeStartArray();
                for (Object item : list) {
                    json(json, item);
                }
                json.writeEndArray();
            }
            // Nanoseconds, as the collector's.
            case Duration duration -> json.writeNumber(duration.toNanos());
            case Boolean flag -> json.writeBoolean(flag);
            case Double number -> json.writeRawValue(number(number));
            case Number number -> json.writeNumber(number.toString());
            case Nothing _ -> json.writeNull();
            default -> json.writeString(value.toString());
        }
    }
}
