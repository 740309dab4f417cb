// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A function's declaration, read from its record: what checking, documentation and completion go
 * by. Immutable.
 */
public final class FunctionInfo {
    private final String name;
    private final boolean editor;
    private final boolean pure;
    private final String doc;
    private final List<ParameterInfo> parameters;
    private final Set<OttlContext> contexts;
    private final Constructor<? extends OttlFunction> constructor;

    private FunctionInfo(Class<? extends OttlFunction> type) {
        RecordComponent[] components = type.getRecordComponents();
        editor = Editor.class.isAssignableFrom(type);
        Named named = type.getAnnotation(Named.class);
        name = named != null ? named.value() : editor ? editorName(type) : type.getSimpleName();
        pure = type.isAnnotationPresent(Pure.class);
        Doc text = type.getAnnotation(Doc.class);
        doc = text == null ? "" : text.value();
        parameters = Arrays.stream(components).map(ParameterInfo::of).toList();
        OnlyIn only = type.getAnnotation(OnlyIn.class);
        contexts =
                only == null
                        ? EnumSet.allOf(OttlContext.class)
                        : EnumSet.copyOf(List.of(only.value()));
        constructor = constructor(type, components);
    }

    private static Constructor<? extends OttlFunction> constructor(
            Class<? extends OttlFunction> type, RecordComponent[] components) {
        try {
            Constructor<? extends OttlFunction> found =
                    type.getDeclaredConstructor(
                            Arrays.stream(components)
                                    .map(RecordComponent::getType)
                                    .toArray(Class<?>[]::new));
            found.setAccessible(true);
            return found;
        } catch (NoSuchMethodException e) {
            throw new IllegalArgumentException(
                    type.getName() + ": has no canonical constructor (expected: a record)", e);
        }
    }

    /**
     * The declaration of a function.
     *
     * @throws IllegalArgumentException if the class is no record or has a component of a type that
     *     no parameter can be
     */
    public static FunctionInfo of(Class<? extends OttlFunction> type) {
        if (!type.isRecord()) {
            throw new IllegalArgumentException(type.getName() + " (expected: a record)");
        }
        return new FunctionInfo(type);
    }

    private static String editorName(Class<?> type) {
        return snakeCase(type.getSimpleName());
    }

    static String snakeCase(String name) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (Character.isUpperCase(c) && i > 0) {
                out.append('_');
            }
            out.append(Character.toLowerCase(c));
        }
        return out.toString();
    }

    /** As it is called. */
    public String name() {
        return name;
    }

    /** True for an editor, false for a converter. */
    public boolean isEditor() {
        return editor;
    }

    /** True if a call with constant arguments is constant. */
    public boolean isPure() {
        return pure;
    }

    /** What it does, in one sentence; empty if it does not say. */
    public String doc() {
        return doc;
    }

    /** The parameters in their order. */
    public List<ParameterInfo> parameters() {
        return parameters;
    }

    /** The contexts that know it. */
    public Set<OttlContext> contexts() {
        return contexts;
    }

    /** {@code Split(target, delimiter)}, with brackets around what may be left out. */
    public String signature() {
        return parameters.stream()
                .map(ParameterInfo::text)
                .collect(Collectors.joining(", ", name + "(", ")"));
    }

    int required() {
        return (int) parameters.stream().filter(parameter -> !parameter.optional()).count();
    }

    /** The parameter of a name in any spelling; -1 if there is none. */
    int indexOf(String given) {
        String wanted = plain(given);
        for (int i = 0; i < parameters.size(); i++) {
            if (plain(parameters.get(i).name()).equals(wanted)) {
                return i;
            }
        }
        return -1;
    }

    private static String plain(String name) {
        return name.replace("_", "").toLowerCase(Locale.ROOT);
    }

    /**
     * A call with these arguments.
     *
     * @throws IllegalArgumentException if they do not fit together
     */
    OttlFunction call(@Nullable Object[] arguments) {
        try {
            return constructor.newInstance(arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException refused) {
                throw refused;
            }
            throw new IllegalStateException(name + ": cannot be called", e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(name + ": cannot be called", e);
        }
    }
}
