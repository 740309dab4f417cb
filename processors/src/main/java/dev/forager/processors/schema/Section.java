// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.schema;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A map of a schema file, whose keys are asked for by what they must hold. Immutable.
 *
 * @param path its place in the file, for messages
 * @param entries texts, maps, lists, or null
 */
record Section(String path, Map<String, @Nullable Object> entries) {
    /** A section of a tree; an absent one is empty. */
    static Section of(String path, @Nullable Object value) throws TranslationException {
        return switch (value) {
            case null -> new Section(path, Map.of());
            case String text when text.isEmpty() -> new Section(path, Map.of()); // a key alone
            case Map<?, ?> map -> {
                Map<String, @Nullable Object> entries = new LinkedHashMap<>();
                map.forEach((key, each) -> entries.put(String.valueOf(key), each));
                yield new Section(path, entries);
            }
            default -> throw wrong(path, "a map");
        };
    }

    private static TranslationException wrong(String path, String expected) {
        return TranslationException.passing(
                "schema file: %s (expected: %s)".formatted(path, expected));
    }

    /** Refuses other keys than these: what is not understood would be translated in part only. */
    Section only(String... keys) throws TranslationException {
        Set<String> unknown = new HashSet<>(entries.keySet());
        unknown.removeAll(Set.of(keys));
        if (!unknown.isEmpty()) {
            throw wrong(path + " has " + unknown, "one of " + String.join(", ", keys));
        }
        return this;
    }

    boolean has(String key) {
        Object value = entries.get(key);
        return value != null && !value.equals("");
    }

    private String at(String key) {
        return path.isEmpty() ? key : path + "::" + key;
    }

    Section section(String key) throws TranslationException {
        return of(at(key), entries.get(key));
    }

    /** A text; empty if absent. */
    String text(String key) throws TranslationException {
        return switch (entries.get(key)) {
            case null -> "";
            case String text -> text;
            default -> throw wrong(at(key), "a text");
        };
    }

    private List<?> list(String key) throws TranslationException {
        return switch (entries.get(key)) {
            case null -> List.of();
            case String text when text.isEmpty() -> List.of();
            case List<?> list -> list;
            default -> throw wrong(at(key), "a list");
        };
    }

    /** The maps of a list; none if absent. */
    List<Section> sections(String key) throws TranslationException {
        List<Section> sections = new ArrayList<>();
        for (Object each : list(key)) {
            sections.add(of(at(key) + "[" + sections.size() + "]", each));
        }
        return sections;
    }

    /** The texts of a list; none if absent. */
    List<String> texts(String key) throws TranslationException {
        List<String> texts = new ArrayList<>();
        for (Object each : list(key)) {
            if (!(each instanceof String text)) {
                throw wrong(at(key) + "[" + texts.size() + "]", "a text");
            }
            texts.add(text);
        }
        return texts;
    }

    /** A map of texts; empty if absent. */
    Map<String, String> names(String key) throws TranslationException {
        Section map = section(key);
        Map<String, String> names = new LinkedHashMap<>();
        for (String name : map.entries.keySet()) {
            names.put(name, map.text(name));
        }
        return names;
    }
}
