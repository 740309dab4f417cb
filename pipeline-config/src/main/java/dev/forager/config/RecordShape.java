// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.config;

import dev.forager.config.tree.Node;
import dev.forager.config.tree.YamlException;
import dev.forager.config.tree.YamlReader;
import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import dev.forager.pipeline.config.FormerKey;
import dev.forager.pipeline.config.IgnoredKey;
import dev.forager.pipeline.config.Inline;
import dev.forager.pipeline.config.Key;
import dev.forager.pipeline.config.Max;
import dev.forager.pipeline.config.Min;
import dev.forager.pipeline.config.PlainYaml;
import dev.forager.pipeline.config.RemovedKey;
import dev.forager.pipeline.config.SecretMap;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The keys of a configuration record, read once from its components. Immutable. */
final class RecordShape {
    private static final ClassValue<RecordShape> SHAPES =
            new ClassValue<>() {
                @Override
                protected RecordShape computeValue(Class<?> type) {
                    return new RecordShape(type);
                }
            };

    private final Class<?> type;
    private final List<Field> fields = new ArrayList<>();
    private final Map<String, String> removed = new LinkedHashMap<>();
    private final Map<String, Ignored> ignored = new LinkedHashMap<>();
    private final Constructor<?> constructor;

    /** One component of the record. */
    record Field(RecordComponent component, String key, boolean isNullable) {
        Type type() {
            return component.getGenericType();
        }

        boolean isInline() {
            return component.isAnnotationPresent(Inline.class);
        }

        List<String> formerKeys() {
            FormerKey former = component.getAnnotation(FormerKey.class);
            return former == null ? List.of() : List.of(former.value());
        }

        String doc() {
            Doc doc = component.getAnnotation(Doc.class);
            return doc == null ? "" : doc.value();
        }

        @Nullable Long min() {
            Min min = component.getAnnotation(Min.class);
            return min == null ? null : min.value();
        }

        @Nullable Long max() {
            Max max = component.getAnnotation(Max.class);
            return max == null ? null : max.value();
        }

        @Nullable String defaultText() {
            Default value = component.getAnnotation(Default.class);
            return value == null ? null : value.value();
        }

        /** The default as a value of the configuration; null when there is none. */
        @Nullable Node defaultNode() {
            String text = defaultText();
            if (text == null) {
                return null;
            }
            try {
                return YamlReader.read(text, "default of " + key);
            } catch (YamlException e) {
                throw new IllegalStateException(
                        "@Default of %s: %s (expected: YAML)".formatted(component, text), e);
            }
        }

        /** Whether the component is a record whose keys stand under this key, or beside it. */
        @Nullable Class<?> recordType() {
            Class<?> type = component.getType();
            return type.isRecord() && type != SecretMap.class && !ValueReader.isValue(type)
                    ? type
                    : null;
        }
    }

    /**
     * A key without effect.
     *
     * @param reason why it has none
     * @param type what its value must be all the same; null for anything
     * @param min the least that a whole number may be
     */
    record Ignored(String reason, @Nullable Class<?> type, int min) {
        static Ignored of(IgnoredKey key, int index) {
            Class<?>[] types = key.types();
            Class<?> type = types.length == 0 ? null : types[Math.min(index, types.length - 1)];
            return new Ignored(key.reason(), type, key.min());
        }
    }

    private RecordShape(Class<?> type) {
        this.type = type;
        if (!type.isRecord()) {
            throw new IllegalArgumentException("type: %s (expected: a record)".formatted(type));
        }
        RecordComponent[] components = type.getRecordComponents();
        var types = new Class<?>[components.length];
        for (int i = 0; i < components.length; i++) {
            fields.add(field(components[i]));
            types[i] = components[i].getType();
            components[i].getAccessor().setAccessible(true);
        }
        RemovedKey gone = type.getAnnotation(RemovedKey.class);
        if (gone != null) {
            List.of(gone.keys()).forEach(key -> removed.put(key, gone.advice()));
        }
        IgnoredKey without = type.getAnnotation(IgnoredKey.class);
        if (without != null) {
            for (int i = 0; i < without.keys().length; i++) {
                ignored.put(without.keys()[i], Ignored.of(without, i));
            }
        }
        try {
            constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Field field(RecordComponent component) {
        Key key = component.getAnnotation(Key.class);
        return new Field(
                component,
                key == null ? snakeCase(component.getName()) : key.value(),
                component.getAnnotatedType().isAnnotationPresent(Nullable.class));
    }

    /** The shape of a record type. */
    static RecordShape of(Class<?> type) {
        return SHAPES.get(type);
    }

    /**
     * {@code maxConnectionAge} becomes {@code max_connection_age}. An underscore at the end, which
     * keeps a name apart from a keyword of Java, is left out.
     */
    static String snakeCase(String name) {
        var out = new StringBuilder();
        int length = name.endsWith("_") ? name.length() - 1 : name.length();
        for (int i = 0; i < length; i++) {
            char c = name.charAt(i);
            if (Character.isUpperCase(c)) {
                if (i > 0) {
                    out.append('_');
                }
                c = Character.toLowerCase(c);
            }
            out.append(c);
        }
        return out.toString();
    }

    /** Whether its section is read as {@link PlainYaml}. */
    boolean isPlain() {
        return type.isAnnotationPresent(PlainYaml.class);
    }

    Class<?> type() {
        return type;
    }

    List<Field> fields() {
        return fields;
    }

    /** Every key that a user may write, those of inlined records among them. */
    List<String> keys() {
        var keys = new ArrayList<String>();
        for (Field field : fields) {
            Class<?> inlined = field.isInline() ? field.recordType() : null;
            if (inlined != null) {
                keys.addAll(of(inlined).keys());
            } else if (!field.isInline()) {
                keys.add(field.key());
            }
        }
        return keys;
    }

    /**
     * The section that takes {@code key}, which is none of this record's: the usual mistake of a
     * text that was written one level too high. Null when none does, or several do.
     */
    @Nullable String sectionOf(String key) {
        var found = new ArrayList<String>();
        for (Field field : fields) {
            Class<?> section = field.isInline() ? null : field.recordType();
            if (section != null && of(section).hasKey(key)) {
                found.add(field.key());
            }
        }
        inlined().stream()
                .map(shape -> shape.sectionOf(key))
                .filter(Objects::nonNull)
                .forEach(found::add);
        return found.size() == 1 ? found.getFirst() : null;
    }

    /** Whether an inlined map takes the keys that are no other component's. */
    boolean takesAnyKey() {
        return fields.stream().anyMatch(field -> field.isInline() && field.recordType() == null);
    }

    boolean hasKey(String key) {
        return keys().contains(key);
    }

    /** Keys that fail, with the advice; those of inlined records among them. */
    Map<String, String> removedKeys() {
        var all = new LinkedHashMap<>(removed);
        inlined().forEach(shape -> all.putAll(shape.removedKeys()));
        return all;
    }

    /** Keys without effect, with the reason; those of inlined records among them. */
    Map<String, Ignored> ignoredKeys() {
        var all = new LinkedHashMap<>(ignored);
        inlined().forEach(shape -> all.putAll(shape.ignoredKeys()));
        return all;
    }

    /** Old keys with the new ones; those of inlined records among them. */
    Map<String, String> formerKeys() {
        var all = new LinkedHashMap<String, String>();
        for (Field field : fields) {
            field.formerKeys().forEach(old -> all.put(old, field.key()));
        }
        inlined().forEach(shape -> all.putAll(shape.formerKeys()));
        return all;
    }

    private List<RecordShape> inlined() {
        var shapes = new ArrayList<RecordShape>();
        for (Field field : fields) {
            Class<?> inlined = field.isInline() ? field.recordType() : null;
            if (inlined != null) {
                shapes.add(of(inlined));
            }
        }
        return shapes;
    }

    /** A record of these values; whatever its constructor throws goes through. */
    Object create(@Nullable Object[] values) {
        try {
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            switch (e.getCause()) {
                case RuntimeException refused -> throw refused;
                case Error error -> throw error;
                case null, default -> throw new IllegalStateException(e);
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The value of one component. */
    static @Nullable Object valueOf(Object instance, Field field) {
        try {
            return field.component().getAccessor().invoke(instance);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
