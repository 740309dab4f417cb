// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A parameter of a function, read from a record component.
 *
 * @param name in snake_case
 * @param kind what it accepts
 * @param type the Java type; of a list, that of its elements
 * @param optional may be left out
 * @param defaultText the literal that stands for it then; null if there is none
 * @param doc one sentence; empty if there is none
 */
public record ParameterInfo(
        String name,
        ParameterKind kind,
        Class<?> type,
        boolean optional,
        @Nullable String defaultText,
        String doc) {
    static ParameterInfo of(RecordComponent component) {
        Named named = component.getAnnotation(Named.class);
        Default otherwise = component.getAnnotation(Default.class);
        Doc doc = component.getAnnotation(Doc.class);
        return new ParameterInfo(
                named == null ? FunctionInfo.snakeCase(component.getName()) : named.value(),
                ParameterKind.of(component.getType()),
                elementType(component),
                otherwise != null
                        || component.getAnnotatedType().isAnnotationPresent(Nullable.class),
                otherwise == null ? null : otherwise.value(),
                doc == null ? "" : doc.value());
    }

    private static Class<?> elementType(RecordComponent component) {
        Type type = component.getGenericType();
        return type instanceof ParameterizedType list
                        && component.getType() == List.class
                        && list.getActualTypeArguments()[0] instanceof Class<?> element
                ? element
                : component.getType();
    }

    /** What it accepts, in words. */
    public String accepts() {
        return switch (kind) {
            case LIST_OF -> "list of " + ParameterKind.of(type).label();
            case CHOICE ->
                    choices().stream()
                            .map(choice -> '"' + choice + '"')
                            .collect(Collectors.joining(" \\| "));
            default -> kind.label();
        };
    }

    /** The literals that a {@link ParameterKind#CHOICE} takes; empty for any other kind. */
    public List<String> choices() {
        return type.isEnum()
                ? Arrays.stream(type.getEnumConstants())
                        .map(constant -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT))
                        .toList()
                : List.of();
    }

    /** As it stands in a signature: in brackets if it may be left out. */
    String text() {
        if (!optional) {
            return name;
        }
        return defaultText == null ? "[" + name + "]" : "[" + name + "=" + defaultText + "]";
    }
}
