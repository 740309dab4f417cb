// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.logdedup;

import dev.forager.pdata.KeyValue;
import dev.forager.pdata.LogRecord;
import dev.forager.pdata.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A field of a log record: {@code attributes.a.b} or {@code body.a}; a dot within a name is written
 * {@code \.}. Immutable.
 */
final class FieldPath {
    private final boolean isInBody;
    private final List<String> names;

    private FieldPath(boolean isInBody, List<String> names) {
        this.isInBody = isInBody;
        this.names = names;
    }

    /** Reads what {@link LogDedupConfig} let pass. */
    static FieldPath parse(String text) {
        List<String> parts = split(text);
        return new FieldPath(
                parts.getFirst().equals("body"), List.copyOf(parts.subList(1, parts.size())));
    }

    private static List<String> split(String text) {
        List<String> parts = new ArrayList<>();
        var part = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            if (text.startsWith("\\.", i)) {
                part.append('.');
                i++;
            } else if (text.charAt(i) == '.') {
                parts.add(part.toString());
                part.setLength(0);
            } else {
                part.append(text.charAt(i));
            }
        }
        parts.add(part.toString());
        return parts;
    }

    /** The value there; null if there is none, or if all attributes are meant. */
    @Nullable Value find(LogRecord record) {
        if (names.isEmpty()) {
            return null;
        }
        Value value = isInBody ? bodyMap(record) : record.attributes().get(names.getFirst());
        for (String name : isInBody ? names : names.subList(1, names.size())) {
            value = value instanceof Value.MapV map ? map.get(name) : null;
        }
        return value;
    }

    private static @Nullable Value bodyMap(LogRecord record) {
        return record.body() instanceof Value.MapV map ? map : null;
    }

    /** Removes the field, if it is there. */
    void remove(LogRecord record) {
        if (isInBody) {
            if (record.body() instanceof Value.MapV map) {
                record.body(without(map, names));
            }
            return;
        }
        if (names.isEmpty()) {
            record.attributes().clear();
            return;
        }
        String first = names.getFirst();
        Value value = record.attributes().get(first);
        if (value != null && names.size() == 1) {
            record.attributes().remove(first);
        } else if (value instanceof Value.MapV map) {
            record.attributes().put(first, without(map, names.subList(1, names.size())));
        }
    }

    private static Value.MapV without(Value.MapV map, List<String> path) {
        String first = path.getFirst();
        if (path.size() == 1) {
            return map.without(first);
        }
        List<KeyValue> entries = new ArrayList<>(map.entries());
        entries.replaceAll(
                each ->
                        each.key().equals(first) && each.value() instanceof Value.MapV inner
                                ? each.withValue(without(inner, path.subList(1, path.size())))
                                : each);
        return Value.MapV.of(entries);
    }
}
