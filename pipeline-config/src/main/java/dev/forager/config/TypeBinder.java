// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.config;

import dev.forager.config.ValueReader.Bounds;
import dev.forager.config.ValueReader.UnfitException;
import dev.forager.config.tree.ListNode;
import dev.forager.config.tree.MapNode;
import dev.forager.config.tree.Node;
import dev.forager.config.tree.Origin;
import dev.forager.config.tree.ScalarNode;
import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.LocatedText;
import dev.forager.pipeline.config.Secret;
import dev.forager.pipeline.config.SecretMap;
import dev.forager.pipeline.config.TextOrSection;
import dev.forager.pipeline.config.Variant;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes the values of record components that are not sections: lists, maps, variants, secrets,
 * scalars. Confined to one thread.
 */
final class TypeBinder {
    private final RecordBinder records;
    private final BindingReport report;
    private final Problems problems;

    TypeBinder(RecordBinder records, BindingReport report) {
        this.records = records;
        this.report = report;
        this.problems = report.problems();
    }

    /** The value of {@code node} as {@code type}, or {@link Failed}. */
    @Nullable Object value(Type type, Node node, String path, Bounds bounds) {
        if (type instanceof ParameterizedType generic) {
            Class<?> raw = (Class<?>) generic.getRawType();
            Type[] arguments = generic.getActualTypeArguments();
            if (raw == List.class || raw == Set.class) {
                Object items = items(arguments[0], node, path, bounds);
                return raw == Set.class && items instanceof List<?> list
                        ? Collections.unmodifiableSet(new LinkedHashSet<>(list))
                        : raw == Set.class ? Failed.NOTHING : items;
            }
            if (raw == Map.class) {
                return entries(arguments[0], arguments[1], node, path, bounds);
            }
        }
        if (!(type instanceof Class<?> single)) {
            throw new IllegalStateException("type of %s: %s".formatted(path, type));
        }
        if (single == Object.class) {
            return plain(node);
        }
        if (Node.class.isAssignableFrom(single)) {
            return single.isInstance(node) ? node : node(node, single, path);
        }
        if (single == SecretMap.class) {
            return secrets(node, path);
        }
        if (single.isRecord() && !ValueReader.isValue(single)) {
            return records.section(node, single, path);
        }
        if (single.isAnnotationPresent(TextOrSection.class)) {
            return textOrSection(single, node, path);
        }
        if (single.isAnnotationPresent(Variant.class)) {
            return variant(single, node, path);
        }
        return scalar(single, node, path, bounds);
    }

    private Object node(Node node, Class<?> type, String path) {
        if (type == MapNode.class) {
            MapNode map = records.asMap(node, path);
            return map == null ? Failed.NOTHING : map;
        }
        return unfit(path, node, ValueReader.unconvertible(node, "[]interface {}", "a list"));
    }

    private Object scalar(Class<?> type, Node node, String path, Bounds bounds) {
        if (node instanceof ScalarNode scalar && scalar.isNull()) {
            Object zero = ValueReader.zero(type);
            // An empty variable is empty text, and null is the zero value: both as the collector.
            // Text of a reference that says null, or only a comment, is text where that is wanted.
            boolean isTextBehindReference = isText(zero) && node.origin().text() != null;
            if (zero != null && !isTextBehindReference) {
                return checked(zero, type, node, path, bounds);
            }
        }
        try {
            return records.isPlain()
                    ? ValueReader.readPlain(node, type, bounds)
                    : ValueReader.read(node, type, bounds);
        } catch (UnfitException e) {
            report.unfit(path, node, e, type == Secret.class);
            return Failed.NOTHING;
        }
    }

    private static boolean isText(@Nullable Object zero) {
        return zero instanceof String || zero instanceof Secret;
    }

    private Object checked(Object zero, Class<?> type, Node node, String path, Bounds bounds) {
        if (zero instanceof Number) {
            var written =
                    new ScalarNode(node.origin(), ScalarNode.Type.INT, 0L, "nothing, which is 0");
            try {
                return ValueReader.read(written, type, bounds);
            } catch (UnfitException e) {
                report.unfit(path, written, e);
                return Failed.NOTHING;
            }
        }
        return zero;
    }

    /**
     * A list, or {@link Failed}; with as many elements, if each of them has one to stand in. Of
     * texts that know their place the wrong ones are left out.
     */
    private Object items(Type type, Node node, String path, Bounds bounds) {
        List<Node> nodes = nodes(type, node, path);
        if (nodes == null) {
            return Failed.NOTHING;
        }
        int before = problems.size();
        boolean isComplete = true;
        var items = new ArrayList<Object>();
        for (int i = 0; i < nodes.size(); i++) {
            Object item = value(type, nodes.get(i), path + "[" + i + "]", bounds);
            if (item instanceof Failed failed) {
                isComplete &= failed.hasStandIn() || knowsItsPlace(type);
                item = failed.standIn();
            }
            if (item != null) {
                items.add(item);
            }
        }
        List<Object> all = List.copyOf(items);
        return problems.size() == before ? all : isComplete ? new Failed(all) : Failed.NOTHING;
    }

    /** Whether nobody tells an item's place in the configuration by its place in the list. */
    private static boolean knowsItsPlace(Type type) {
        return type instanceof Class<?> single
                && (single == LocatedText.class || single.isAnnotationPresent(TextOrSection.class));
    }

    private @Nullable List<Node> nodes(Type type, Node node, String path) {
        if (node instanceof ListNode list) {
            return list.items();
        }
        if (node instanceof ScalarNode scalar) {
            if (scalar.isNull()) {
                return List.of();
            }
            boolean isText = type == String.class || type == LocatedText.class;
            if (isText && !records.isPlain() && scalar.value() instanceof String text) {
                return split(text, node.origin());
            }
        }
        String got = node instanceof MapNode ? "map" : node.goType();
        report.unfit(
                path,
                node,
                new UnfitException("source data must be an array or slice, got " + got, "a list"));
        return null;
    }

    /** The collector takes {@code a,b} for a list of two texts. */
    private static List<Node> split(String text, Origin origin) {
        var items = new ArrayList<Node>();
        for (String item : text.isEmpty() ? new String[0] : text.split(",", -1)) {
            items.add(ScalarNode.text(origin, item));
        }
        return items;
    }

    private Object entries(Type keyType, Type valueType, Node node, String path, Bounds bounds) {
        MapNode map = records.asMap(node, path);
        if (map == null) {
            return Failed.NOTHING;
        }
        int before = problems.size();
        boolean isComplete = true;
        var result = new LinkedHashMap<Object, @Nullable Object>();
        for (MapNode.Entry entry : map.entries()) {
            String at = BindingReport.join(path, entry.key());
            var key = ScalarNode.text(Origin.at(entry.keyPosition()), entry.key());
            Object name = value(keyType, key, at, Bounds.NONE);
            Object value = value(valueType, entry.value(), at, bounds);
            isComplete &= !(name instanceof Failed);
            if (value instanceof Failed failed) {
                isComplete &= failed.hasStandIn();
                value = failed.standIn();
            }
            if (name != null && result.put(name, value) != null) {
                problems.add(
                        at,
                        "duplicate name \"%s\" after unmarshaling".formatted(entry.key()),
                        entry.keyPosition());
            }
        }
        Map<?, ?> all = Collections.unmodifiableMap(result);
        return problems.size() == before ? all : isComplete ? new Failed(all) : Failed.NOTHING;
    }

    private Object secrets(Node node, String path) {
        int before = problems.size();
        var values = new LinkedHashMap<String, Secret>();
        if (node instanceof ListNode list) {
            for (int i = 0; i < list.items().size(); i++) {
                Object pair =
                        records.section(
                                list.items().get(i), NamedSecret.class, path + "[" + i + "]");
                if (pair instanceof NamedSecret named) {
                    values.put(named.name(), named.value());
                }
            }
        } else {
            Object map = entries(String.class, Secret.class, node, path, Bounds.NONE);
            if (map instanceof Map<?, ?> pairs) {
                pairs.forEach((name, value) -> values.put((String) name, (Secret) value));
            }
        }
        return problems.size() > before ? Failed.NOTHING : new SecretMap(values);
    }

    /** One header of the list form. */
    record NamedSecret(@Default("''") String name, @Default("''") Secret value) {}

    private Object textOrSection(Class<?> type, Node node, String path) {
        Class<?>[] permitted = type.getPermittedSubclasses();
        if (!(node instanceof ScalarNode scalar)) {
            return records.section(node, permitted[1], path);
        }
        if (scalar.isNull()) {
            return unfit(
                    path,
                    node,
                    new UnfitException("empty list items are not supported", "text or a section"));
        }
        RecordShape shape = RecordShape.of(permitted[0]);
        Object text = value(shape.fields().getFirst().type(), node, path, Bounds.NONE);
        return text == null || text instanceof Failed
                ? Failed.NOTHING
                : shape.create(new Object[] {text});
    }

    private Object variant(Class<?> type, Node node, String path) {
        MapNode map = records.asMap(node, path);
        if (map == null) {
            return Failed.NOTHING;
        }
        String key = type.getAnnotation(Variant.class).key();
        var names = new LinkedHashMap<String, Class<?>>();
        for (Class<?> permitted : type.getPermittedSubclasses()) {
            names.put(RecordShape.snakeCase(permitted.getSimpleName()), permitted);
        }
        Node chosen = map.get(key);
        String expected = "one of " + String.join(", ", names.keySet());
        if (!(chosen instanceof ScalarNode scalar) || scalar.isNull()) {
            report.missing(BindingReport.join(path, key), expected, map.position());
            return Failed.NOTHING;
        }
        Class<?> permitted = names.get(scalar.source());
        if (permitted == null) {
            String hint = Suggestion.hint(scalar.source(), names.keySet());
            return unfit(
                    BindingReport.join(path, key),
                    chosen,
                    new UnfitException("unknown" + hint, expected));
        }
        return records.whole(
                RecordShape.of(permitted), RecordBinder.without(map, key::equals), path);
    }

    private static @Nullable Object plain(Node node) {
        return switch (node) {
            case ScalarNode scalar -> scalar.value();
            case ListNode list -> {
                var items = new ArrayList<@Nullable Object>();
                list.items().forEach(item -> items.add(plain(item)));
                yield Collections.unmodifiableList(items);
            }
            case MapNode map -> {
                var entries = new LinkedHashMap<String, @Nullable Object>();
                map.entries().forEach(entry -> entries.put(entry.key(), plain(entry.value())));
                yield Collections.unmodifiableMap(entries);
            }
        };
    }

    private Object unfit(String path, Node node, UnfitException why) {
        report.unfit(path, node, why);
        return Failed.NOTHING;
    }
}
