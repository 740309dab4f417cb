// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.config;

import dev.forager.config.RecordShape.Field;
import dev.forager.config.tree.ListNode;
import dev.forager.config.tree.MapNode;
import dev.forager.config.tree.Node;
import dev.forager.config.tree.Position;
import dev.forager.config.tree.ScalarNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The tables of keys in components' README files, made of the records that are bound. Stateless.
 */
public final class DocTables {
    private static final String BEGIN = "<!-- generated: config -->";
    private static final String END = "<!-- /generated -->";

    private final StringBuilder out = new StringBuilder();
    private final Deque<Class<?>> open = new ArrayDeque<>();

    private DocTables() {}

    /** The table of a record: key, type, default, meaning; keys of sections joined by dots. */
    public static String table(Class<? extends Record> type) {
        if (RecordShape.of(type).fields().isEmpty()) {
            return "There are no keys.\n";
        }
        var tables = new DocTables();
        tables.out.append("| key | type | default | meaning |\n|---|---|---|---|\n");
        tables.rows(type, "", MapNode.empty(Position.NONE));
        return tables.out.toString();
    }

    /**
     * A README with the table put between its markers.
     *
     * @throws IllegalArgumentException when there are no markers
     */
    public static String replace(String readme, Class<? extends Record> type) {
        int begin = readme.indexOf(BEGIN);
        int end = readme.indexOf(END, Math.max(begin, 0));
        if (begin < 0 || end < 0) {
            throw new IllegalArgumentException(
                    "readme: no markers (expected: %s and %s)".formatted(BEGIN, END));
        }
        return readme.substring(0, begin) + BEGIN + "\n" + table(type) + readme.substring(end);
    }

    private void rows(Class<?> type, String prefix, MapNode overrides) {
        if (open.contains(type)) {
            return;
        }
        open.push(type);
        for (Field field : RecordShape.of(type).fields()) {
            Node own = field.defaultNode();
            if (field.isInline()) {
                inline(field, prefix, own, overrides);
                continue;
            }
            Node outer = overrides.get(field.key());
            row(field, prefix, outer == null ? own : outer);
            nested(field, prefix + field.key(), own, outer);
        }
        open.pop();
    }

    private void inline(Field field, String prefix, @Nullable Node own, MapNode overrides) {
        Class<?> record = field.recordType();
        if (record != null) {
            rows(record, prefix, merge(own, overrides));
        } else {
            line(prefix + "*", TypeNames.of(field), "", field.doc());
        }
    }

    private void nested(Field field, String key, @Nullable Node own, @Nullable Node outer) {
        boolean isList = TypeNames.isList(field.type());
        boolean isMap = TypeNames.isMap(field.type());
        boolean isSingle = !isList && !isMap;
        for (Map.Entry<String, Class<?>> entry : TypeNames.records(field.type()).entrySet()) {
            String name = entry.getKey().isEmpty() ? "" : "(" + entry.getKey() + ")";
            String prefix = key + (isList ? "[]" : isMap ? ".*" : "") + name + ".";
            MapNode defaults = isSingle ? merge(own, asMap(outer)) : MapNode.empty(Position.NONE);
            rows(entry.getValue(), prefix, defaults);
        }
    }

    private static MapNode merge(@Nullable Node under, MapNode over) {
        return Merging.merge(asMap(under), over);
    }

    private static MapNode asMap(@Nullable Node node) {
        return node instanceof MapNode map ? map : MapNode.empty(Position.NONE);
    }

    private void row(Field field, String prefix, @Nullable Node value) {
        line(prefix + field.key(), TypeNames.of(field), byDefault(field, value), field.doc());
    }

    private static String byDefault(Field field, @Nullable Node value) {
        if (field.isNullable() && (value == null || field.recordType() != null)) {
            boolean isOn = asMap(value).get("enabled") != null;
            return field.recordType() != null && !isOn ? "off" : isOn ? "on" : "";
        }
        if (value == null) {
            return "required";
        }
        return field.recordType() != null ? "" : "`" + text(value) + "`";
    }

    private static String text(Node value) {
        return switch (value) {
            case ScalarNode scalar ->
                    scalar.source().isEmpty() && !scalar.isNull() ? "\"\"" : scalar.source();
            case ListNode list ->
                    list.items().stream()
                            .map(DocTables::text)
                            .collect(Collectors.joining(", ", "[", "]"));
            case MapNode map ->
                    map.entries().stream()
                            .map(it -> it.key() + ": " + text(it.value()))
                            .collect(Collectors.joining(", ", "{", "}"));
        };
    }

    private void line(String key, String type, String byDefault, String meaning) {
        out.append("| `").append(key).append("` | ").append(cell(type)).append(" | ");
        out.append(cell(byDefault)).append(" | ").append(cell(meaning)).append(" |\n");
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("\n", " ");
    }
}
