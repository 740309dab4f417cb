// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.config;

import dev.forager.config.RecordShape.Field;
import dev.forager.config.ValueReader.Bounds;
import dev.forager.config.ValueReader.UnfitException;
import dev.forager.config.tree.ListNode;
import dev.forager.config.tree.MapNode;
import dev.forager.config.tree.Node;
import dev.forager.config.tree.ScalarNode;
import dev.forager.config.tree.YamlException;
import dev.forager.config.tree.YamlReader;
import dev.forager.pipeline.config.IgnoredKey;
import dev.forager.pipeline.config.InvalidConfigException;
import dev.forager.pipeline.config.PlainYaml;
import dev.forager.pipeline.config.RefusesNull;
import dev.forager.pipeline.config.Secret;
import dev.forager.pipeline.config.SecretMap;
import dev.forager.pipeline.config.Validation;
import dev.forager.pipeline.config.Variant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/**
 * Makes configuration records of nodes. Everything that is wrong goes into {@link Problems}. A
 * wrong value does not hide what a record's own rules say of the others: they are asked with
 * another value in its place. Confined to one thread.
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
 *
 * <p>Longer than most files: binding calls itself for every kind of part, and all of it shares one
 * report.
 */
public final class RecordBinder {
    private static final String ENABLED = "enabled";

    private final Problems problems;
    private final BindingReport report;
    private final TypeBinder types;

    private boolean isPlain;

    private final WrongPlaces wrongPlaces = new WrongPlaces();

    private RecordBinder(Problems problems) {
        this.problems = problems;
        this.report = new BindingReport(problems);
        this.types = new TypeBinder(this, report);
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
        return value instanceof Failed ? null : type.cast(value);
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

    /** Whether what is read now is {@link PlainYaml}. */
    boolean isPlain() {
        return isPlain;
    }

    /** A record, or {@link Failed}. */
    Object section(Node node, Class<?> type, String path) {
        MapNode map = asMap(node, path);
        return map == null ? Failed.NOTHING : whole(RecordShape.of(type), map, path);
    }

    /** A record with all keys of its own: whatever else stands in the map is a mistake. */
    Object whole(RecordShape shape, MapNode map, String path) {
        int before = problems.size();
        boolean wasPlain = isPlain;
        isPlain |= shape.isPlain();
        MapNode known = checkKeys(shape, map, path);
        Object made = part(shape, known, path);
        isPlain = wasPlain;
        return problems.size() > before && !(made instanceof Failed) ? new Failed(made) : made;
    }

    /** The node as a map, nothing as an empty one; null when it is neither. */
    @Nullable MapNode asMap(Node node, String path) {
        if (node instanceof MapNode map) {
            return map;
        }
        if (node instanceof ScalarNode scalar && scalar.isNull()) {
            return new MapNode(node.origin(), List.of());
        }
        String got = node instanceof ListNode ? "slice" : node.goType();
        report.unfit(
                path,
                node,
                new UnfitException(
                        "expected a map or struct, got \"%s\"".formatted(got), "keys with values"));
        return null;
    }

    private MapNode checkKeys(RecordShape shape, MapNode map, String path) {
        List<String> keys = shape.keys();
        Map<String, String> former = shape.formerKeys();
        Map<String, String> removed = shape.removedKeys();
        Map<String, RecordShape.Ignored> ignored = shape.ignoredKeys();
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
                        BindingReport.join(path, key),
                        "is not supported: " + removed.get(key),
                        entry.keyPosition());
            } else if (ignored.containsKey(key)) {
                withoutEffect(
                        Objects.requireNonNull(ignored.get(key)),
                        entry.value(),
                        BindingReport.join(path, key));
            } else if (shape.takesAnyKey()) {
                known.add(entry);
            } else if (ignored.containsKey(IgnoredKey.ANY_SECTION)
                    && (entry.value() instanceof MapNode || isAbsent(entry.value()))) {
                unknownSection(key, keys, BindingReport.join(path, key));
            } else {
                unknown(entry, shape, map, path);
            }
        }
        return new MapNode(map.origin(), known);
    }

    /** That the key which was meant is not there is no second mistake. */
    private void unknown(MapNode.Entry entry, RecordShape shape, MapNode map, String path) {
        List<String> keys = shape.keys();
        String section = shape.sectionOf(entry.key());
        String meant = section == null ? Suggestion.nearest(entry.key(), keys) : section;
        String full = section == null ? meant : BindingReport.join(section, entry.key());
        String hint = full == null ? "" : " (did you mean \"%s\"?)".formatted(full);
        report.unknownKey(entry, keys, hint, path);
        if (meant != null && map.entry(meant) == null) {
            wrongPlaces.add(BindingReport.join(path, meant), null);
        }
    }

    /** The collector takes it, too; most likely it is misspelt. */
    private void unknownSection(String key, List<String> keys, String path) {
        problems.notice(
                Level.WARN,
                "Configuration key has no effect",
                Map.of(
                        "key",
                        path,
                        "reason",
                        "no such section is known" + Suggestion.hint(key, keys)));
    }

    private static boolean isAbsent(Node value) {
        return value instanceof ScalarNode scalar && scalar.isNull();
    }

    /** What the collector would refuse is refused here too, so that a file works in both. */
    private void withoutEffect(RecordShape.Ignored without, Node value, String path) {
        if (without.type() != null && !isAbsent(value)) {
            try {
                check(without.type(), value, without.min());
            } catch (UnfitException e) {
                report.unfit(path, value, e);
                return;
            }
        }
        problems.notice(
                Level.INFO,
                "Configuration key has no effect",
                Map.of("key", path, "reason", without.reason()));
    }

    private static void check(Class<?> type, Node value, int min) throws UnfitException {
        if (type != Map.class) {
            Long least = min == Integer.MIN_VALUE ? null : (Long) (long) min;
            ValueReader.read(value, type, new ValueReader.Bounds(least, null));
        } else if (!(value instanceof MapNode)) {
            String got = value instanceof ListNode ? "slice" : value.goType();
            throw new UnfitException(
                    "expected a map or struct, got \"%s\"".formatted(got), "keys with values");
        }
    }

    private void renamed(MapNode map, MapNode.Entry entry, String now, String path) {
        if (map.entry(now) != null) {
            problems.add(
                    BindingReport.join(path, entry.key()),
                    "is the former name of \"%s\", which is set too (expected: one of them)"
                            .formatted(now),
                    entry.keyPosition());
            return;
        }
        problems.notice(
                Level.WARN,
                "Configuration key is deprecated",
                Map.of("key", BindingReport.join(path, entry.key()), "use", now));
    }

    /** The record of those keys of {@code map} that it has; others belong to somebody else. */
    private Object part(RecordShape shape, MapNode map, String path) {
        var values = new @Nullable Object[shape.fields().size()];
        boolean isSound = true;
        boolean isComplete = true;
        for (int i = 0; i < values.length; i++) {
            Field field = shape.fields().get(i);
            Object value =
                    field.isInline() ? inline(shape, field, map, path) : keyed(field, map, path);
            if (value instanceof Failed failed) {
                isSound = false;
                Failed other =
                        failed.hasStandIn() || field.isInline()
                                ? failed
                                : standIn(field, map, BindingReport.join(path, field.key()));
                isComplete &= other.hasStandIn();
                value = other.standIn();
            }
            values[i] = value;
        }
        if (!isComplete) {
            return Failed.NOTHING;
        }
        Validation.Checked checked = Validation.checked(() -> shape.create(values));
        checked.refusals().forEach(each -> refused(each, shape, map, path));
        Object made = checked.record();
        if (isSound && checked.refusals().isEmpty()) {
            if (checked.failure() != null) {
                throw checked.failure();
            }
            return Objects.requireNonNull(made);
        }
        // A failure is due to what is wrong and told already.
        return made == null ? Failed.NOTHING : new Failed(made);
    }

    /** The default of a key whose value is wrong, or the zero value where it has none. */
    private Failed standIn(Field field, MapNode map, String path) {
        Object value = otherValue(field, map, path);
        wrongPlaces.add(path, value);
        return value instanceof Failed failed ? failed : new Failed(value);
    }

    private static @Nullable Object otherValue(Field field, MapNode map, String path) {
        var missing = new Problems();
        Object value = new RecordBinder(missing).keyed(field, MapNode.empty(map.position()), path);
        if (missing.isEmpty()) {
            return value;
        }
        Class<?> type = field.component().getType();
        Object zero = type.isEnum() ? type.getEnumConstants()[0] : ValueReader.zero(type);
        return zero == null ? Failed.NOTHING : zero;
    }

    private void refused(
            InvalidConfigException refusal, RecordShape shape, MapNode map, String path) {
        RefusedPlace place = RefusedPlace.of(refusal.key(), map, path);
        if (wrongPlaces.explain(place.path(), refusal)) {
            return;
        }
        problems.add(
                new Problem(
                        place.path(),
                        String.valueOf(refusal.getMessage()),
                        place.position(),
                        refusal.further()));
        if (refusal.key() == null) {
            WrongPlaces.words(refusal)
                    .filter(shape::hasKey)
                    .findFirst()
                    .ifPresent(each -> wrongPlaces.addNamed(BindingReport.join(path, each)));
        } else if (place.isSingle()) {
            wrongPlaces.addRefused(place.path());
        }
    }

    private @Nullable Object inline(RecordShape shape, Field field, MapNode map, String path) {
        Node defaults = field.defaultNode();
        MapNode merged = defaults instanceof MapNode under ? Merging.merge(under, map) : map;
        Class<?> type = field.recordType();
        if (type == null) {
            List<String> others = shape.keys();
            return types.value(field.type(), without(map, others::contains), path, bounds(field));
        }
        return part(RecordShape.of(type), merged.withOrigin(map.origin()), path);
    }

    private @Nullable Object keyed(Field field, MapNode map, String path) {
        Node node = map.get(field.key());
        Node defaults = field.defaultNode();
        String at = BindingReport.join(path, field.key());
        Class<?> record = field.recordType();
        if (record != null) {
            return nested(field, record, node, defaults, map, at);
        }
        RefusesNull refusal = field.component().getAnnotation(RefusesNull.class);
        if (refusal != null && node != null && isNull(node)) {
            String expected = ValueReader.expectation(field.component().getType(), bounds(field));
            report.unfit(at, node, new UnfitException(refusal.value(), expected));
            return Failed.NOTHING;
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
            return types.value(field.type(), Merging.merge(under, above), at, bounds(field));
        }
        return types.value(field.type(), node, at, bounds(field));
    }

    /** Null keeps the default where the type has no zero value, and in plain YAML. */
    private boolean isUnset(Field field, Node node) {
        return node instanceof ScalarNode scalar
                && scalar.isNull()
                && !field.isNullable()
                && (isPlain || ValueReader.zero(field.component().getType()) == null);
    }

    private @Nullable Object absent(
            Field field, @Nullable Node defaults, MapNode map, String path) {
        if (defaults != null) {
            return types.value(field.type(), defaults, path, bounds(field));
        }
        if (field.isNullable()) {
            return null;
        }
        report.missing(
                path,
                ValueReader.expectation(field.component().getType(), bounds(field)),
                map.position());
        return Failed.NOTHING;
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
        if (isOptional && defaults == null && isNull(node)) {
            return null;
        }
        if (node == null) {
            boolean isPresent = isOptional ? isEnabledByDefault(defaults) : defaults != null;
            if (!isPresent) {
                return field.isNullable() ? null : absent(field, null, map, path);
            }
        }
        MapNode written = node == null ? MapNode.empty(map.position()) : asMap(node, path);
        if (written == null) {
            return Failed.NOTHING;
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

    private static boolean isNull(@Nullable Node node) {
        return node instanceof ScalarNode scalar && scalar.isNull();
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
        report.unfit(
                BindingReport.join(path, ENABLED),
                enabled,
                new UnfitException(
                        "unexpected type %s for 'enabled'".formatted(enabled.goType()),
                        "true or false"));
        return true;
    }

    static MapNode without(MapNode map, Predicate<String> keys) {
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
}
