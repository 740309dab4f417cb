// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.config;

import com.google.re2j.Pattern;
import dev.forager.config.RecordShape.Field;
import dev.forager.pipeline.ComponentId;
import dev.forager.pipeline.PipelineId;
import dev.forager.pipeline.config.ByteSize;
import dev.forager.pipeline.config.Secret;
import dev.forager.pipeline.config.SecretMap;
import dev.forager.pipeline.config.TextOrSection;
import dev.forager.pipeline.config.Variant;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The types of configuration keys in a user's words. Stateless. */
final class TypeNames {
    private static final Map<Class<?>, String> NAMES =
            Map.ofEntries(
                    Map.entry(boolean.class, "boolean"),
                    Map.entry(Boolean.class, "boolean"),
                    Map.entry(int.class, "integer"),
                    Map.entry(Integer.class, "integer"),
                    Map.entry(long.class, "integer"),
                    Map.entry(Long.class, "integer"),
                    Map.entry(double.class, "number"),
                    Map.entry(Double.class, "number"),
                    Map.entry(String.class, "text"),
                    Map.entry(Secret.class, "secret"),
                    Map.entry(SecretMap.class, "map of secrets"),
                    Map.entry(Duration.class, "duration"),
                    Map.entry(ByteSize.class, "size"),
                    Map.entry(URI.class, "URL"),
                    Map.entry(Path.class, "path"),
                    Map.entry(Pattern.class, "regular expression"),
                    Map.entry(ComponentId.class, "component id"),
                    Map.entry(PipelineId.class, "pipeline id"),
                    Map.entry(Object.class, "anything"));

    private TypeNames() {}

    /** The type of a key. */
    static String of(Field field) {
        return of(field.type());
    }

    private static String of(Type type) {
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            return generic.getRawType() == Map.class
                    ? "map of " + of(arguments[1])
                    : "list of " + of(arguments[0]);
        }
        Class<?> single = (Class<?>) type;
        String name = NAMES.get(single);
        if (name != null) {
            return name;
        }
        if (single.isEnum()) {
            return String.join(", ", ValueReader.constants(single));
        }
        if (single.isAnnotationPresent(TextOrSection.class)) {
            return "text or section";
        }
        return ValueReader.isValue(single) ? "text" : "section";
    }

    /** The records that may stand under a key: one, several by name (variants), or none. */
    static Map<String, Class<?>> records(Type type) {
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            return records(arguments[arguments.length - 1]);
        }
        Class<?> single = (Class<?>) type;
        var records = new LinkedHashMap<String, Class<?>>();
        if (single.isAnnotationPresent(TextOrSection.class)) {
            records.put("", single.getPermittedSubclasses()[1]);
        } else if (single.isAnnotationPresent(Variant.class)) {
            for (Class<?> permitted : single.getPermittedSubclasses()) {
                records.put(RecordShape.snakeCase(permitted.getSimpleName()), permitted);
            }
        } else if (single.isRecord() && single != SecretMap.class && !ValueReader.isValue(single)) {
            records.put("", single);
        }
        return records;
    }

    static boolean isList(Type type) {
        return type instanceof ParameterizedType generic
                && Set.<Type>of(List.class, Set.class).contains(generic.getRawType());
    }

    static boolean isMap(Type type) {
        return type instanceof ParameterizedType generic && generic.getRawType() == Map.class;
    }
}
