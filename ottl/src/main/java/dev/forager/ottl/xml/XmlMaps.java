// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.xml;

import dev.forager.ottl.EvaluationException;
import dev.forager.pdata.KeyValue;
import dev.forager.pdata.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Documents as maps. */
public final class XmlMaps {
    private XmlMaps() {}

    /** Tag, content, attributes and children of the one element of a document. */
    public static Value.MapV whole(XmlNode.Document document) throws EvaluationException {
        List<XmlNode> roots = document.children();
        int first = 0;
        while (!(roots.get(first) instanceof XmlNode.Element)) {
            first++;
        }
        if (first + 1 < roots.size()) {
            throw new EvaluationException("trailing bytes after parsing xml");
        }
        return nested(() -> whole((XmlNode.Element) roots.get(roots.size() - 1)));
    }

    /** Values nest less deeply than elements may. */
    private static Value.MapV nested(Supplier<Value.MapV> maker) throws EvaluationException {
        try {
            return maker.get();
        } catch (IllegalArgumentException e) {
            throw new EvaluationException("exceeded maximum XML nesting depth: " + e.getMessage());
        }
    }

    private static Value.MapV whole(XmlNode.Element element) {
        List<KeyValue> entries = new ArrayList<>(4);
        entries.add(KeyValue.of("tag", Value.of(element.name())));
        StringBuilder content = new StringBuilder();
        List<Value> children = new ArrayList<>();
        for (XmlNode child : element.children()) {
            if (child instanceof XmlNode.Text text) {
                content.append(text.content().strip());
            } else if (child instanceof XmlNode.Element inner) {
                children.add(whole(inner));
            }
        }
        if (!content.isEmpty()) {
            entries.add(KeyValue.of("content", Value.of(content.toString())));
        }
        if (!element.attributes().isEmpty()) {
            Map<String, Value> attributes = new LinkedHashMap<>();
            element.attributes().forEach(a -> attributes.put(a.name(), Value.of(a.value())));
            entries.add(KeyValue.of("attributes", map(attributes)));
        }
        if (!children.isEmpty()) {
            entries.add(KeyValue.of("children", Value.Arr.of(children)));
        }
        return Value.MapV.of(entries);
    }

    private static Value.MapV map(Map<String, Value> values) {
        return Value.MapV.of(
                values.entrySet().stream()
                        .map(entry -> KeyValue.of(entry.getKey(), entry.getValue()))
                        .toList());
    }

    /**
     * Elements only: one that holds text is that text, siblings of one name are a list, empty ones
     * are left out.
     */
    public static Value.MapV simplified(XmlNode.Document document) throws EvaluationException {
        return nested(() -> simplified((XmlNode.Parent) document));
    }

    private static Value.MapV simplified(XmlNode.Parent parent) {
        Map<String, Integer> counts = new HashMap<>();
        for (XmlNode child : parent.children()) {
            if (child instanceof XmlNode.Element element) {
                counts.merge(element.name(), 1, Integer::sum);
            }
        }
        Map<String, List<Value>> values = new LinkedHashMap<>();
        for (XmlNode child : parent.children()) {
            if (child instanceof XmlNode.Element element && !element.children().isEmpty()) {
                add(element, counts, values);
            }
        }
        List<KeyValue> entries = new ArrayList<>(values.size());
        values.forEach(
                (name, list) ->
                        entries.add(
                                KeyValue.of(
                                        name,
                                        counts.getOrDefault(name, 0) > 1
                                                ? Value.Arr.of(list)
                                                : list.getFirst())));
        return Value.MapV.of(entries);
    }

    private static void add(
            XmlNode.Element element, Map<String, Integer> counts, Map<String, List<Value>> values) {
        if (counts.getOrDefault(element.name(), 0) > 1) {
            values.computeIfAbsent(element.name(), _ -> new ArrayList<>());
        }
        String leaf = leaf(element);
        if (!leaf.isEmpty()) {
            values.computeIfAbsent(element.name(), _ -> new ArrayList<>()).add(Value.of(leaf));
            return;
        }
        Value.MapV inner = simplified(element);
        if (!inner.entries().isEmpty()) {
            values.computeIfAbsent(element.name(), _ -> new ArrayList<>()).add(inner);
        }
    }

    /** The first text of an element without elements. */
    private static String leaf(XmlNode.Element element) {
        if (element.hasElements()) {
            return "";
        }
        for (XmlNode child : element.children()) {
            if (child instanceof XmlNode.Text text) {
                return text.content();
            }
        }
        return "";
    }
}
