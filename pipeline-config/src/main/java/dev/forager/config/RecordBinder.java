// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.config;

import dev.forager.config.RecordShape.Field;
import dev.forager.config.ValueReader.Bounds;
import dev.forager.config.ValueReader.UnfitException;
import dev.forager.config.tree.ListNode;
import dev.forager.config.tree.MapNode;
import dev.forager.config.tree.Node;
import dev.forager.config.tree.Origin;
import dev.forager.config.tree.Position;
import dev.forager.config.tree.ScalarNode;
import dev.forager.config.tree.YamlException;
import dev.forager.config.tree.YamlReader;
import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.InvalidConfigException;
import dev.forager.pipeline.config.Secret;
import dev.forager.pipeline.config.SecretMap;
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
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/**
 * Makes configuration records of nodes. Everything that is wrong goes into {@link Problems}; a
 * record is made, and its own rules asked, only when all its values are sound. Confined to one
 * thread.
 *
 * <p>A record component binds to the snake_case key of its name, with the annotations of {@link
 * dev.forager.pipeline.config}. Component types: boolean, int, long, double and their boxes, {@link
 * String}, {@link Secret}, {@link SecretMap}, {@link java.time.Duration}, {@link
 * dev.forager.pipeline.config.ByteSize}, {@link java.net.URI}, {@link java.nio.file.Path}, {@link
 * com.google.re2j.Pattern}, enums, any type with a public static {@code parse(String)}, records,
 * sealed interfaces with {@link Variant}, {@link List}, {@link Set}, {@link Map}, {@link Object}
 * for anything, {@link Node} for a section that is read later.
 *
 * <p>An inlined {@code Map} takes all keys that are no other component's.
 *
 * <p>Null means what it means to the collector: for a scalar its zero value, for a list or map the
 * default, for a section all its defaults. A nullable record without its own {@code enabled} is an
 * optional section: absent (unless its default says {@code enabled: true}) and {@code enabled:
 * false} give null.
 */
public final class RecordBinder {
    private static final String ENABLED = "enabled";
    private static final int SHOWN = 80;

    /** What stands for a value that could not be made; the problem is noted already. */
    private enum Outcome {
        FAILED
    }

    private final Problems problems;

    private RecordBinder(Problems problems) {
        this.problems = problems;
    }

    /**
     * The record of {@code node}.
     *
     * @param path what messages put in front of the keys, such as {@code exporters::debug}
     * @return null when there are problems
     */
    public static <C extends Record> @Nullable C bind(
            Node node, Class<C> type, String path, Problems problems) {
        Object value = new RecordBinder(problems).section(node, type, path);
        return value == Outcome.FAILED ? null : type.cast(value);
    }

    /**
     * The record of a YAML text, for tests and tools.
     *
     * @throws ConfigException with all problems
     */
    public static <C extends Record> C read(String yaml, Class<C> type) throws ConfigException {
        var problems = new Problems();
        Node node;
        try {
            node = YamlReader.read(yaml, "yaml");
        } catch (YamlException e) {
            throw new ConfigException(
                    List.of(new Problem("", "yaml: " + e.getMessage(), e.position())));
        }
        C config = bind(node, type, "", problems);
        problems.throwIfAny();
        if (config == null) {
            throw new IllegalStateException("no record and no problem: " + type);
        }
        return config;
    }

    private Object section(Node node, Class<?> type, String path) {
        MapNode map = asMap(node, path);
        return map == null ? Outcome.FAILED : whole(RecordShape.of(type), map, path);
    }

    /** A record with all keys of its own: whatever else stands in the map is a mistake. */
    private Object whole(RecordShape shape, MapNode map, String path) {
        int before = problems.size();
        MapNode known = checkKeys(shape, map, path);
        Object made = part(shape, known, path);
        return problems.size() > before ? Outcome.FAILED : made;
    }

    private @Nullable MapNode asMap(Node node, String path) {
        if (node instanceof MapNode map) {
            return map;
        }
        if (node instanceof ScalarNode scalar && scalar.isNull()) {
            return new MapNode(node.origin(), List.of());
        }
        String got = node instanceof ListNode ? "slice" : node.goType();
        report(
                path,
                node,
                new UnfitException(
                        "expected a map or struct, got \"%s\"".formatted(got), "keys with values"),
                false);
        return null;
    }

    private MapNode checkKeys(RecordShape shape, MapNode map, String path) {
        List<String> keys = shape.keys();
        Map<String, String> former = shape.formerKeys();
        Map<String, String> removed = shape.removedKeys();
        Map<String, String> ignored = shape.ignoredKeys();
        var known = new ArrayList<MapNode.Entry>();
        for (MapNode.Entry entry : map.entries()) {
            String key = entry.key();
            if (keys.contains(key)) {
                known.add(entry);
            } else if (former.containsKey(key)) {
                String now = former.getOrDefault(key, "");
                renamed(map, entry, now, path);
                known.add(new MapNode.Entry(now, entry.keyPosition(), entry.value()));
            } else if (removed.containsKey(key)) {
                problems.add(
                        join(path, key),
                        "is no longer supported: " + removed.get(key),
                        entry.keyPosition());
            } else if (ignored.containsKey(key)) {
                problems.notice(
                        Level.INFO,
                        "Configuration key has no effect",
                        Map.of("key", join(path, key), "reason", ignored.getOrDefault(key, "")));
            } else if (shape.takesAnyKey()) {
                known.add(entry);
            } else {
                unknownKey(entry, keys, path);
            }
        }
        return new MapNode(map.origin(), known);
    }

    private void renamed(MapNode map, MapNode.Entry entry, String now, String path) {
        if (map.entry(now) != null) {
            problems.add(
                    join(path, entry.key()),
                    "is the former name of \"%s\", which is set too (expected: one of them)"
                            .formatted(now),
                    entry.keyPosition());
            return;
        }
        problems.notice(
                Level.WARN,
                "Configuration key is deprecated",
                Map.of("key", join(path, entry.key()), "use", now));
    }

    private void unknownKey(MapNode.Entry entry, List<String> keys, String path) {
        String expected =
                keys.isEmpty()
                        ? "no keys"
                        : "one of " + String.join(", ", keys.stream().sorted().toList());
        problems.add(
                path,
                "'%s' has invalid keys: %s%s (expected: %s)"
                        .formatted(
                                last(path),
                                shown(entry.key()),
                                Suggestion.hint(entry.key(), keys),
                                expected),
                entry.keyPosition());
    }

    /** The record of those keys of {@code map} that it has; others belong to somebody else. */
    private Object part(RecordShape shape, MapNode map, String path) {
        int before = problems.size();
        var values = new @Nullable Object[shape.fields().size()];
        for (int i = 0; i < values.length; i++) {
            Field field = shape.fields().get(i);
            values[i] =
                    field.isInline() ? inline(shape, field, map, path) : keyed(field, map, path);
        }
        if (problems.size() > before) {
            return Outcome.FAILED;
        }
        try {
            return shape.create(values);
        } catch (InvalidConfigException e) {
            return refused(e, map, path);
        }
    }

    private Object refused(InvalidConfigException refusal, MapNode map, String path) {
        Position position = map.position();
        String at = path;
        Node node = map;
        String key = refusal.key();
        for (String part : key == null ? new String[0] : key.split("::", -1)) {
            at = join(at, part);
            MapNode.Entry entry = node instanceof MapNode inner ? inner.entry(part) : null;
            if (entry != null) {
                node = entry.value();
                position = node.position();
            }
        }
        problems.add(at, String.valueOf(refusal.getMessage()), position);
        return Outcome.FAILED;
    }

    private @Nullable Object inline(RecordShape shape, Field field, MapNode map, String path) {
        Node defaults = field.defaultNode();
        MapNode merged = defaults instanceof MapNode under ? Merging.merge(under, map) : map;
        Class<?> type = field.recordType();
        if (type == null) {
            List<String> others = shape.keys();
            return value(field.type(), without(map, others::contains), path, bounds(field));
        }
        return part(RecordShape.of(type), merged.withOrigin(map.origin()), path);
    }

    private @Nullable Object keyed(Field field, MapNode map, String path) {
        Node node = map.get(field.key());
        Node defaults = field.defaultNode();
        String at = join(path, field.key());
        Class<?> record = field.recordType();
        if (record != null) {
            return nested(field, record, node, defaults, map, at);
        }
        if (node == null || isUnset(field, node)) {
            return absent(field, defaults, map, at);
        }
        if (node instanceof ScalarNode scalar && scalar.isNull() && field.isNullable()) {
            return null;
        }
        if (node instanceof MapNode above
                && defaults instanceof MapNode under
                && isMap(field.component().getType())) {
            return value(field.type(), Merging.merge(under, above), at, bounds(field));
        }
        return value(field.type(), node, at, bounds(field));
    }

    /** Null keeps the default where the type has no zero value. */
    private static boolean isUnset(Field field, Node node) {
        return node instanceof ScalarNode scalar
                && scalar.isNull()
                && !field.isNullable()
                && ValueReader.zero(field.component().getType()) == null;
    }

    private @Nullable Object absent(
            Field field, @Nullable Node defaults, MapNode map, String path) {
        if (defaults != null) {
            return value(field.type(), defaults, path, bounds(field));
        }
        if (field.isNullable()) {
            return null;
        }
        problems.add(
                path,
                "missing (expected: %s)"
                        .formatted(
                                ValueReader.expectation(
                                        field.component().getType(), bounds(field))),
                map.position());
        return Outcome.FAILED;
    }

    private @Nullable Object nested(
            Field field,
            Class<?> type,
            @Nullable Node node,
            @Nullable Node defaults,
            MapNode map,
            String path) {
        RecordShape shape = RecordShape.of(type);
        boolean isOptional = field.isNullable() && !shape.hasKey(ENABLED);
        if (node == null) {
            boolean isPresent = isOptional ? isEnabledByDefault(defaults) : defaults != null;
            if (!isPresent) {
                return field.isNullable() ? null : absent(field, null, map, path);
            }
        }
        MapNode written = node == null ? MapNode.empty(map.position()) : asMap(node, path);
        if (written == null) {
            return Outcome.FAILED;
        }
        MapNode merged =
                defaults instanceof MapNode under
                        ? Merging.merge(under, written).withOrigin(written.origin())
                        : written;
        if (!isOptional) {
            return whole(shape, merged, path);
        }
        return isEnabled(merged, path)
                ? whole(shape, without(merged, ENABLED::equals), path)
                : null;
    }

    private static boolean isEnabledByDefault(@Nullable Node defaults) {
        return defaults instanceof MapNode map
                && map.get(ENABLED) instanceof ScalarNode enabled
                && Boolean.TRUE.equals(enabled.value());
    }

    private boolean isEnabled(MapNode map, String path) {
        Node enabled = map.get(ENABLED);
        if (enabled == null) {
            return true;
        }
        if (enabled instanceof ScalarNode scalar && scalar.value() instanceof Boolean value) {
            return value;
        }
        report(
                join(path, ENABLED),
                enabled,
                new UnfitException(
                        "unexpected type %s for 'enabled'".formatted(enabled.goType()),
                        "true or false"),
                false);
        return true;
    }

    private static MapNode without(MapNode map, Predicate<String> keys) {
        return new MapNode(
                map.origin(),
                map.entries().stream().filter(entry -> !keys.test(entry.key())).toList());
    }

    private static Bounds bounds(Field field) {
        return new Bounds(field.min(), field.max());
    }

    private static boolean isMap(Class<?> type) {
        return type == Map.class || type == SecretMap.class;
    }

    private @Nullable Object value(Type type, Node node, String path, Bounds bounds) {
        if (type instanceof ParameterizedType generic) {
            Class<?> raw = (Class<?>) generic.getRawType();
            Type[] arguments = generic.getActualTypeArguments();
            if (raw == List.class || raw == Set.class) {
                List<Object> items = items(arguments[0], node, path, bounds);
                return items == null
                        ? Outcome.FAILED
                        : raw == List.class
                                ? List.copyOf(items)
                                : Collections.unmodifiableSet(new LinkedHashSet<>(items));
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
            return section(node, single, path);
        }
        if (single.isAnnotationPresent(Variant.class)) {
            return variant(single, node, path);
        }
        return scalar(single, node, path, bounds);
    }

    private Object node(Node node, Class<?> type, String path) {
        if (type == MapNode.class) {
            MapNode map = asMap(node, path);
            return map == null ? Outcome.FAILED : map;
        }
        return unfit(path, node, ValueReader.unconvertible(node, "[]interface {}", "a list"));
    }

    private Object scalar(Class<?> type, Node node, String path, Bounds bounds) {
        if (node instanceof ScalarNode scalar && scalar.isNull()) {
            Object zero = ValueReader.zero(type);
            // An empty variable is empty text, and null is the zero value: both as the collector.
            if (zero != null) {
                return checked(zero, type, node, path, bounds);
            }
        }
        try {
            return ValueReader.read(node, type, bounds);
        } catch (UnfitException e) {
            report(path, node, e, type == Secret.class);
            return Outcome.FAILED;
        }
    }

    private Object checked(Object zero, Class<?> type, Node node, String path, Bounds bounds) {
        if (zero instanceof Number) {
            var written =
                    new ScalarNode(node.origin(), ScalarNode.Type.INT, 0L, "nothing, which is 0");
            try {
                return ValueReader.read(written, type, bounds);
            } catch (UnfitException e) {
                report(path, written, e, false);
                return Outcome.FAILED;
            }
        }
        return zero;
    }

    private @Nullable List<Object> items(Type type, Node node, String path, Bounds bounds) {
        List<Node> nodes = nodes(type, node, path);
        if (nodes == null) {
            return null;
        }
        int before = problems.size();
        var items = new ArrayList<Object>();
        for (int i = 0; i < nodes.size(); i++) {
            Object item = value(type, nodes.get(i), path + "[" + i + "]", bounds);
            if (item != null) {
                items.add(item);
            }
        }
        return problems.size() > before ? null : items;
    }

    private @Nullable List<Node> nodes(Type type, Node node, String path) {
        if (node instanceof ListNode list) {
            return list.items();
        }
        if (node instanceof ScalarNode scalar) {
            if (scalar.isNull()) {
                return List.of();
            }
            if (scalar.value() instanceof String text && type == String.class) {
                return split(text, node.origin());
            }
        }
        String got = node instanceof MapNode ? "map" : node.goType();
        report(
                path,
                node,
                new UnfitException("source data must be an array or slice, got " + got, "a list"),
                false);
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
        MapNode map = asMap(node, path);
        if (map == null) {
            return Outcome.FAILED;
        }
        int before = problems.size();
        var result = new LinkedHashMap<Object, @Nullable Object>();
        for (MapNode.Entry entry : map.entries()) {
            String at = join(path, entry.key());
            var key = ScalarNode.text(Origin.at(entry.keyPosition()), entry.key());
            Object name = value(keyType, key, at, Bounds.NONE);
            Object value = value(valueType, entry.value(), at, bounds);
            if (name != null && result.put(name, value) != null) {
                problems.add(
                        at,
                        "duplicate name \"%s\" after unmarshaling".formatted(entry.key()),
                        entry.keyPosition());
            }
        }
        return problems.size() > before ? Outcome.FAILED : Collections.unmodifiableMap(result);
    }

    private Object secrets(Node node, String path) {
        int before = problems.size();
        var values = new LinkedHashMap<String, Secret>();
        if (node instanceof ListNode list) {
            for (int i = 0; i < list.items().size(); i++) {
                Object pair = section(list.items().get(i), NamedSecret.class, path + "[" + i + "]");
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
        return problems.size() > before ? Outcome.FAILED : new SecretMap(values);
    }

    /** One header of the list form. */
    record NamedSecret(@Default("''") String name, @Default("''") Secret value) {}

    private Object variant(Class<?> type, Node node, String path) {
        MapNode map = asMap(node, path);
        if (map == null) {
            return Outcome.FAILED;
        }
        String key = type.getAnnotation(Variant.class).key();
        var names = new LinkedHashMap<String, Class<?>>();
        for (Class<?> permitted : type.getPermittedSubclasses()) {
            names.put(RecordShape.snakeCase(permitted.getSimpleName()), permitted);
        }
        Node chosen = map.get(key);
        String expected = "one of " + String.join(", ", names.keySet());
        if (!(chosen instanceof ScalarNode scalar) || scalar.isNull()) {
            problems.add(
                    join(path, key), "missing (expected: %s)".formatted(expected), map.position());
            return Outcome.FAILED;
        }
        Class<?> permitted = names.get(scalar.source());
        if (permitted == null) {
            String hint = Suggestion.hint(scalar.source(), names.keySet());
            return unfit(join(path, key), chosen, new UnfitException("unknown" + hint, expected));
        }
        return whole(RecordShape.of(permitted), without(map, key::equals), path);
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
        report(path, node, why, false);
        return Outcome.FAILED;
    }

    private void report(String path, Node node, UnfitException why, boolean isSecret) {
        String value = isSecret ? "[REDACTED]" : shown(node);
        problems.add(
                path,
                "%s'%s' %s (expected: %s)"
                        .formatted(
                                value.isEmpty() ? "" : value + ": ",
                                last(path),
                                hidden(why.phrase(), node, isSecret),
                                why.expected()),
                node.position());
    }

    /** Phrases quote the value: behind a reference it may be a secret. */
    private static String hidden(String phrase, Node node, boolean isSecret) {
        if (!(node instanceof ScalarNode scalar) || scalar.source().isEmpty()) {
            return phrase;
        }
        if (node.origin().reference() == null && !isSecret) {
            return phrase.length() > 4 * SHOWN ? phrase.substring(0, 4 * SHOWN) + "..." : phrase;
        }
        return phrase.replaceAll("\"[^\"]*\"", "the value");
    }

    private static String shown(Node node) {
        String reference = node.origin().reference();
        if (reference != null) {
            return shown(reference);
        }
        return node instanceof ScalarNode scalar ? shown(scalar.source()) : "a " + node.kind();
    }

    private static String shown(String text) {
        String line = text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        return line.length() > SHOWN ? line.substring(0, SHOWN) + "..." : line;
    }

    private static String join(String path, String key) {
        return path.isEmpty() ? key : path + "::" + key;
    }

    private static String last(String path) {
        return path.substring(path.lastIndexOf("::") < 0 ? 0 : path.lastIndexOf("::") + 2);
    }
}
