// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.schema;

import dev.forager.pdata.Attributes;
import dev.forager.pdata.KeyValue;
import dev.forager.pdata.Value;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Old and new names. Immutable; names are compared as bytes. */
final class Renames {
    private final Map<Value.Str, Value.Str> updates = new HashMap<>();
    private final Map<Value.Str, Value.Str> rollbacks = new HashMap<>();
    private final boolean copies;

    /**
     * Names by their old ones. Where several become the same, going back gives the last of them.
     *
     * @param copies whether an attribute keeps its old name too
     */
    Renames(Map<String, String> names, boolean copies) {
        this.copies = copies;
        names.forEach(
                (from, to) -> {
                    updates.put(Value.Str.of(from), Value.Str.of(to));
                    rollbacks.put(Value.Str.of(to), Value.Str.of(from));
                });
    }

    /** What a name becomes; null if it stays. */
    Value.@Nullable Str of(Value.Str name, Direction direction) {
        return names(direction).get(name);
    }

    private Map<Value.Str, Value.Str> names(Direction direction) {
        return switch (direction) {
            case UPDATE -> updates;
            case REVERT -> rollbacks;
        };
    }

    /**
     * Renames attributes, each in its place. One that is already there under the new name in front
     * of the renamed one gives way to it, as upstream.
     *
     * @throws TranslationException when one behind it has another value; all others are renamed
     */
    void apply(Attributes attributes, Direction direction) throws TranslationException {
        Map<Value.Str, Value.Str> names = names(direction);
        if (!concerns(attributes, names)) {
            return;
        }
        Map<Value.Str, Value> results = new LinkedHashMap<>();
        Set<Value.Str> renamed = new HashSet<>();
        StringBuilder conflicts = new StringBuilder();
        for (KeyValue entry : attributes) {
            Value.Str key = entry.keyText();
            Value.Str target = names.get(key);
            if (target != null) {
                renamed.add(target);
                if (copies) {
                    if (!attributes.contains(target)) {
                        results.put(target, entry.value());
                    }
                } else {
                    key = target;
                }
            } else if (!copies && renamed.contains(key)) {
                if (!entry.value().equals(results.get(key))) {
                    conflicts.append(conflicts.isEmpty() ? "" : "; ");
                    conflicts.append("value \"%s\" already exists".formatted(key));
                }
                continue;
            }
            results.put(key, entry.value());
        }
        attributes.clear();
        results.forEach(attributes::put);
        if (!conflicts.isEmpty()) {
            throw new TranslationException(conflicts.toString());
        }
    }

    private static boolean concerns(Attributes attributes, Map<Value.Str, Value.Str> names) {
        for (KeyValue entry : attributes) {
            if (names.containsKey(entry.keyText())) {
                return true;
            }
        }
        return false;
    }
}
