// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.config;

import com.google.re2j.Pattern;
import dev.forager.config.RecordShape.Field;
import dev.forager.config.tree.ListNode;
import dev.forager.config.tree.MapNode;
import dev.forager.config.tree.Node;
import dev.forager.config.tree.ScalarNode;
import dev.forager.pipeline.ComponentKind;
import dev.forager.pipeline.config.ByteSize;
import dev.forager.pipeline.config.Capitalized;
import dev.forager.pipeline.config.OmitEmpty;
import dev.forager.pipeline.config.Secret;
import dev.forager.pipeline.config.SecretMap;
import dev.forager.pipeline.config.TextOrSection;
import dev.forager.pipeline.config.Variant;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Configuration records as plain values: sorted maps, lists, text, numbers, booleans, {@link
 * Duration}s. A component that is null is left out, so that reading the result gives the same
 * records. Stateless but for its choice.
 *
 * @param redacts whether secrets become {@code [REDACTED]}
 */
record ConfigValues(boolean redacts) {
    private static final String ENABLED = "enabled";

    /** A null inside a section without fixed keys, where it means something. */
    enum Nothing {
        NULL;

        @Override
        public String toString() {
            return "null";
        }
    }

    /** The whole configuration. */
    Map<String, Object> of(CollectorConfig config) {
        var root = new TreeMap<String, Object>();
        for (ComponentKind kind : ComponentKind.values()) {
            var section = new TreeMap<String, Object>();
            config.components(kind)
                    .forEach((id, it) -> section.put(id.toString(), record(it.config())));
            root.put(kind.section(), section);
        }
        Map<String, Object> service = record(config.service());
        if (config.service().extensions().isEmpty()) {
            service.remove(ComponentKind.EXTENSION.section());
        }
        root.put("service", service);
        return root;
    }

    /** A tree that is bound to no record. */
    Map<String, Object> of(MapNode root) {
        var entries = new TreeMap<String, Object>();
        root.entries().forEach(it -> entries.put(it.key(), node(it.value())));
        return entries;
    }

    /** One record. */
    Map<String, Object> record(Record config) {
        var map = new TreeMap<String, Object>();
        RecordShape shape = RecordShape.of(config.getClass());
        boolean omitsEmpty = config.getClass().isAnnotationPresent(OmitEmpty.class);
        for (Field field : shape.fields()) {
            Object value = RecordShape.valueOf(config, field);
            if (value == null) {
                if (isOnByDefault(field)) {
                    map.put(field.key(), Map.of(ENABLED, false));
                }
            } else if (field.isInline()) {
                inline(map, value);
            } else {
                Object printed = value(value);
                if (!omitsEmpty || !isEmpty(printed) || !isEmptyByDefault(field)) {
                    map.put(field.key(), printed);
                }
            }
        }
        return map;
    }

    private static boolean isEmpty(@Nullable Object printed) {
        return switch (printed) {
            case null -> true;
            case Boolean flag -> !flag;
            case Number number -> number.doubleValue() == 0;
            case Duration duration -> duration.isZero();
            case String text -> text.isEmpty();
            case Collection<?> items -> items.isEmpty();
            case Map<?, ?> entries -> entries.isEmpty();
            default -> false;
        };
    }

    /** A key without a default, or a section that is there only when its key is, says something. */
    private boolean isEmptyByDefault(Field field) {
        if (field.isNullable()) {
            return false;
        }
        return switch (field.defaultNode()) {
            case null -> false;
            case ScalarNode scalar ->
                    isEmpty(scalar.value()) || String.valueOf(scalar.value()).equals("0s");
            case MapNode map -> map.entries().isEmpty();
            case ListNode list -> list.items().isEmpty();
        };
    }

    private void inline(Map<String, Object> map, Object value) {
        if (value instanceof Record inlined) {
            map.putAll(record(inlined));
        } else if (value instanceof Map<?, ?> rest) {
            rest.forEach((key, it) -> map.put(String.valueOf(key), value(it)));
        }
    }

    private static boolean isOnByDefault(Field field) {
        return field.isNullable()
                && field.recordType() != null
                && field.defaultNode() instanceof MapNode map
                && map.get(ENABLED) instanceof ScalarNode enabled
                && Boolean.TRUE.equals(enabled.value());
    }

    private Object value(@Nullable Object value) {
        return switch (value) {
            case null -> Nothing.NULL;
            case Secret secret -> secret(secret);
            case SecretMap secrets -> secrets(secrets);
            case ByteSize size -> size.bytes();
            case Duration duration -> duration;
            case Boolean flag -> flag;
            case Number number -> number;
            case String text -> text;
            case OffsetDateTime time -> time(time);
            case Pattern pattern -> pattern.pattern();
            case Enum<?> constant -> word(constant);
            case Node node -> node(node);
            case Set<?> items -> sorted(items);
            case Collection<?> items -> list(items);
            case Map<?, ?> entries -> map(entries);
            case Record config when isText(config) -> textOf(config);
            case Record config when !ValueReader.isValue(config.getClass()) -> variant(config);
            default -> value.toString();
        };
    }

    private static String word(Enum<?> constant) {
        String word = ValueReader.word(constant);
        return constant.getDeclaringClass().isAnnotationPresent(Capitalized.class)
                ? Character.toUpperCase(word.charAt(0)) + word.substring(1)
                : word;
    }

    private String secret(Secret secret) {
        return redacts && !secret.isEmpty() ? secret.toString() : secret.reveal();
    }

    private List<Object> secrets(SecretMap secrets) {
        var list = new ArrayList<Object>();
        secrets.values()
                .forEach(
                        (name, value) -> {
                            var pair = new TreeMap<String, Object>();
                            pair.put("name", name);
                            pair.put("value", secret(value));
                            list.add(pair);
                        });
        return list;
    }

    private List<Object> list(Collection<?> items) {
        var list = new ArrayList<Object>();
        for (Object item : items) {
            list.add(value(item));
        }
        return list;
    }

    /** A set has its own order in each process. */
    private List<Object> sorted(Set<?> items) {
        List<Object> list = list(items);
        list.sort(Comparator.comparing(String::valueOf));
        return list;
    }

    private Map<String, Object> map(Map<?, ?> entries) {
        var map = new TreeMap<String, Object>();
        entries.forEach((key, value) -> map.put(String.valueOf(key), value(value)));
        return map;
    }

    /** Whether it is what a text stands for where a section may stand too. */
    private static boolean isText(Record config) {
        for (Class<?> type : config.getClass().getInterfaces()) {
            if (type.isAnnotationPresent(TextOrSection.class)) {
                return type.getPermittedSubclasses()[0] == config.getClass();
            }
        }
        return false;
    }

    private Object textOf(Record config) {
        Field only = RecordShape.of(config.getClass()).fields().getFirst();
        return value(RecordShape.valueOf(config, only));
    }

    private Map<String, Object> variant(Record config) {
        Map<String, Object> map = record(config);
        for (Class<?> type : config.getClass().getInterfaces()) {
            Variant variant = type.getAnnotation(Variant.class);
            if (variant != null) {
                map.put(variant.key(), RecordShape.snakeCase(config.getClass().getSimpleName()));
            }
        }
        return map;
    }

    private Object node(Node node) {
        return switch (node) {
            case MapNode map -> of(map);
            case ListNode list -> list.items().stream().map(this::node).toList();
            case ScalarNode scalar -> scalar(scalar.value());
        };
    }

    /** With seconds, which toString leaves out where they are zero. */
    private static String time(OffsetDateTime time) {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time);
    }

    private static Object scalar(@Nullable Object value) {
        return switch (value) {
            case Boolean flag -> flag;
            case Number number -> number;
            case OffsetDateTime time -> time(time);
            case null -> Nothing.NULL;
            default -> value.toString();
        };
    }
}
