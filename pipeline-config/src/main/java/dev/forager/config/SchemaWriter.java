// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.config;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import dev.forager.config.RecordShape.Field;
import dev.forager.pipeline.ComponentFactory;
import dev.forager.pipeline.ComponentKind;
import dev.forager.pipeline.config.ByteSize;
import dev.forager.pipeline.config.IgnoredKey;
import dev.forager.pipeline.config.PlainYaml;
import dev.forager.pipeline.config.SecretMap;
import dev.forager.pipeline.config.TextOrSection;
import dev.forager.pipeline.config.Variant;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes a JSON schema (draft 2020-12) of whole configurations, for editors: made of the records
 * that are bound, so that it says neither more nor less than the binder. Every value may be a
 * reference ({@code ${env:X}}) instead. Confined to one writing.
 */
public final class SchemaWriter {
    private static final String REFERENCE = "\\$\\{[^}]+\\}";
    private static final String DURATION =
            "^[-+]?(0|([0-9]+(\\.[0-9]*)?|\\.[0-9]+)(ns|us|µs|μs|ms|s|m|h))+$";

    private final JsonGenerator json;
    private final Deque<Class<?>> pending = new ArrayDeque<>();
    private final Set<Class<?>> known = new HashSet<>();

    /** Sections inside of those that are {@link PlainYaml}. */
    private final Set<Class<?>> plain = new HashSet<>();

    /** Whether the section under way is such a one. */
    private boolean isPlain;

    private SchemaWriter(JsonGenerator json) {
        this.json = json;
    }

    /** The schema of configurations that name the components of {@code registry}. */
    public static String write(ComponentRegistry registry) {
        var text = new StringWriter();
        var printer =
                new DefaultPrettyPrinter()
                        .withObjectIndenter(new DefaultIndenter("  ", "\n"))
                        .withArrayIndenter(new DefaultIndenter("  ", "\n"));
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.setPrettyPrinter(printer);
            new SchemaWriter(json).root(registry);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.append('\n').toString();
    }

    private void root(ComponentRegistry registry) throws IOException {
        json.writeStartObject();
        json.writeStringField("$schema", "https://json-schema.org/draft/2020-12/schema");
        json.writeStringField("title", "Forager configuration");
        json.writeStringField("type", "object");
        json.writeBooleanField("additionalProperties", false);
        json.writeObjectFieldStart("patternProperties");
        json.writeBooleanField("^x-", true);
        json.writeEndObject();
        json.writeObjectFieldStart("properties");
        for (ComponentKind kind : ComponentKind.values()) {
            json.writeFieldName(kind.section());
            section(registry.all(kind));
        }
        json.writeFieldName("service");
        reference(ServiceConfig.class);
        json.writeEndObject();
        definitions();
        json.writeEndObject();
    }

    private void section(List<ComponentFactory<?>> factories) throws IOException {
        json.writeStartObject();
        types("object", "null");
        json.writeBooleanField("additionalProperties", false);
        json.writeObjectFieldStart("patternProperties");
        for (ComponentFactory<?> factory : factories) {
            var names = new ArrayList<>(List.of(factory.info().id()));
            names.addAll(factory.info().aliases());
            json.writeFieldName("^(%s)(/.+)?$".formatted(spellings(names)));
            reference(factory.info().configType());
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    /** Underscores do not count in types. */
    private static String spellings(List<String> names) {
        return String.join("|", names.stream().map(it -> it.replace("_", "_?")).toList());
    }

    private void definitions() throws IOException {
        json.writeObjectFieldStart("$defs");
        while (!pending.isEmpty()) {
            Class<?> type = pending.removeFirst();
            json.writeFieldName(type.getName());
            definition(type);
        }
        json.writeEndObject();
    }

    private void reference(Class<?> type) throws IOException {
        if (isPlain) {
            plain.add(type);
        }
        if (known.add(type)) {
            pending.addLast(type);
        }
        json.writeStartObject();
        json.writeStringField("$ref", "#/$defs/" + type.getName());
        json.writeEndObject();
    }

    private void definition(Class<?> type) throws IOException {
        RecordShape shape = RecordShape.of(type);
        isPlain = shape.isPlain() || plain.contains(type);
        json.writeStartObject();
        types("object", "null", "string");
        // A whole section may be a reference; no other text may stand here.
        json.writeStringField("pattern", REFERENCE);
        json.writeBooleanField("additionalProperties", shape.takesAnyKey());
        json.writeObjectFieldStart("properties");
        properties(shape);
        json.writeEndObject();
        var required = new ArrayList<String>();
        required(shape, required);
        if (!required.isEmpty()) {
            json.writeArrayFieldStart("required");
            for (String key : required) {
                json.writeString(key);
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    private void properties(RecordShape shape) throws IOException {
        for (Field field : shape.fields()) {
            Class<?> record = field.recordType();
            if (field.isInline()) {
                if (record != null) {
                    properties(RecordShape.of(record));
                }
                continue;
            }
            json.writeFieldName(field.key());
            property(field, record);
            for (String former : field.formerKeys()) {
                json.writeObjectFieldStart(former);
                json.writeBooleanField("deprecated", true);
                json.writeEndObject();
            }
        }
        for (String ignored : shape.ignoredKeys().keySet()) {
            if (ignored.equals(IgnoredKey.ANY_SECTION)) {
                continue; // An editor shall complain of it.
            }
            json.writeObjectFieldStart(ignored);
            json.writeEndObject();
        }
    }

    private void property(Field field, @Nullable Class<?> record) throws IOException {
        json.writeStartObject();
        if (!field.doc().isEmpty()) {
            json.writeStringField("description", field.doc());
        }
        String byDefault = field.defaultText();
        if (byDefault != null && record == null) {
            json.writeStringField("$comment", "default: " + byDefault);
        }
        json.writeArrayFieldStart("anyOf");
        type(field.type(), field);
        if (record != null && field.isNullable() && !RecordShape.of(record).hasKey("enabled")) {
            off();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    /** An optional section that is switched off. */
    private void off() throws IOException {
        json.writeStartObject();
        json.writeStringField("type", "object");
        json.writeArrayFieldStart("required");
        json.writeString("enabled");
        json.writeEndArray();
        json.writeEndObject();
    }

    private void required(RecordShape shape, List<String> keys) {
        for (Field field : shape.fields()) {
            Class<?> record = field.recordType();
            if (field.isInline()) {
                // What an inlined record needs may come from the default at the place of use.
                if (record != null && field.defaultText() == null) {
                    required(RecordShape.of(record), keys);
                }
            } else if (field.defaultText() == null
                    && !field.isNullable()
                    && field.formerKeys().isEmpty()) {
                keys.add(field.key());
            }
        }
    }

    /** One or more alternatives, into an open array. */
    private void type(Type type, Field field) throws IOException {
        if (TypeNames.isList(type) || TypeNames.isMap(type)) {
            Type[] arguments = ((ParameterizedType) type).getActualTypeArguments();
            boolean isList = TypeNames.isList(type);
            json.writeStartObject();
            types(isList ? "array" : "object", "null");
            json.writeObjectFieldStart(isList ? "items" : "additionalProperties");
            json.writeArrayFieldStart("anyOf");
            type(arguments[arguments.length - 1], field);
            json.writeEndArray();
            json.writeEndObject();
            json.writeEndObject();
            text(arguments[0] == String.class && isList && !isPlain ? null : REFERENCE);
            return;
        }
        Class<?> single = (Class<?>) type;
        Map<String, Class<?>> records = TypeNames.records(type);
        if (single.isAnnotationPresent(TextOrSection.class)) {
            text(null);
            reference(single.getPermittedSubclasses()[1]);
        } else if (single.isAnnotationPresent(Variant.class)) {
            for (Map.Entry<String, Class<?>> entry : records.entrySet()) {
                variant(single.getAnnotation(Variant.class).key(), entry.getKey());
            }
            text(REFERENCE);
        } else if (!records.isEmpty()) {
            reference(single);
        } else {
            scalar(single, field);
        }
    }

    /** A variant: its other keys are left to the binder. */
    private void variant(String key, String name) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", "object");
        json.writeObjectFieldStart("properties");
        json.writeObjectFieldStart(key);
        json.writeStringField("const", name);
        json.writeEndObject();
        json.writeEndObject();
        json.writeArrayFieldStart("required");
        json.writeString(key);
        json.writeEndArray();
        json.writeEndObject();
    }

    private void scalar(Class<?> type, Field field) throws IOException {
        if (type == boolean.class || type == Boolean.class) {
            plain("boolean", null);
        } else if (type == int.class
                || type == Integer.class
                || type == long.class
                || type == Long.class) {
            plain("integer", field);
        } else if (type == double.class || type == Double.class) {
            plain("number", field);
        } else if (type == Duration.class) {
            plain("integer", null);
            text(DURATION);
        } else if (type == ByteSize.class) {
            plain("integer", null);
            text("^[0-9.]+ *[kmgtpKMGTP]?[iI]?[bB]?$");
        } else if (type == SecretMap.class) {
            plain("object", null);
            plain("array", null);
        } else if (type.isEnum()) {
            json.writeStartObject();
            json.writeArrayFieldStart("enum");
            for (String word : ValueReader.constants(type)) {
                json.writeString(word);
            }
            json.writeEndArray();
            json.writeEndObject();
        } else if (ValueReader.isValue(type)) {
            text(null);
            plain("null", null);
            if (isPlain) {
                plain("number", null);
                plain("boolean", null);
            }
            return;
        } else {
            json.writeStartObject();
            json.writeEndObject();
            return;
        }
        plain("null", null);
        text(REFERENCE);
    }

    private void plain(String type, @Nullable Field bounds) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", type);
        if (bounds != null) {
            Long min = bounds.min();
            Long max = bounds.max();
            if (min != null) {
                json.writeNumberField("minimum", min);
            }
            if (max != null) {
                json.writeNumberField("maximum", max);
            }
        }
        json.writeEndObject();
    }

    private void text(@Nullable String pattern) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", "string");
        if (pattern != null) {
            json.writeStringField("pattern", pattern);
        }
        json.writeEndObject();
    }

    private void types(String... names) throws IOException {
        json.writeArrayFieldStart("type");
        for (String name : names) {
            json.writeString(name);
        }
        json.writeEndArray();
    }
}
