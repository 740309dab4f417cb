// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.config;

import dev.forager.config.tree.ListNode;
import dev.forager.config.tree.MapNode;
import dev.forager.config.tree.Node;
import dev.forager.config.tree.ScalarNode;
import dev.forager.config.tree.YamlException;
import dev.forager.config.tree.YamlReader;
import dev.forager.pipeline.config.InvalidConfigException;
import dev.forager.pipeline.config.SectionReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Documents that components read, with the binder of the configuration. Stateless. */
public final class YamlSections implements SectionReader {
    @Override
    public <C extends Record> C read(String yaml, Class<C> type, String source) {
        var problems = new Problems();
        return finished(
                RecordBinder.bind(document(yaml, source), type, "", problems), problems, source);
    }

    @Override
    public <C extends Record> List<C> readList(String yaml, Class<C> type, String source) {
        Node document = document(yaml, source);
        var problems = new Problems();
        var sections = new ArrayList<C>();
        for (Node item : items(document, source)) {
            C section = RecordBinder.bind(item, type, "[" + sections.size() + "]", problems);
            if (section != null) {
                sections.add(section);
            }
        }
        return finished(sections, problems, source);
    }

    private static List<Node> items(Node document, String source) {
        if (document instanceof ListNode list) {
            return list.items();
        }
        if (document instanceof ScalarNode scalar && scalar.isNull()) {
            return List.of();
        }
        throw new InvalidConfigException(source + ": expected a list", null);
    }

    @Override
    public <C extends Record> Map<String, C> readMap(
            String yaml, Class<C> type, String source, Predicate<String> ignored) {
        Node document = document(yaml, source);
        var problems = new Problems();
        var sections = new LinkedHashMap<String, C>();
        for (MapNode.Entry entry : entries(document, source)) {
            Node value =
                    entry.value() instanceof MapNode map
                            ? RecordBinder.without(map, ignored)
                            : entry.value();
            C section = RecordBinder.bind(value, type, entry.key(), problems);
            if (section != null) {
                sections.put(entry.key(), section);
            }
        }
        return finished(sections, problems, source);
    }

    private static Iterable<MapNode.Entry> entries(Node document, String source) {
        if (document instanceof MapNode map) {
            return map.entries();
        }
        if (document instanceof ScalarNode scalar && scalar.isNull()) {
            return List.of();
        }
        throw new InvalidConfigException(source + ": expected a map", null);
    }

    private static Node document(String yaml, String source) {
        try {
            return YamlReader.read(yaml, source);
        } catch (YamlException e) {
            throw new InvalidConfigException(
                    "%s: yaml: %s at %s".formatted(source, e.getMessage(), e.position()), null);
        }
    }

    private static <T> T finished(@Nullable T value, Problems problems, String source) {
        if (value == null || !problems.isEmpty()) {
            throw new InvalidConfigException(
                    problems.sorted().stream()
                            .map(Problem::toString)
                            .collect(Collectors.joining("; ", source + ": ", "")),
                    null);
        }
        return value;
    }
}
