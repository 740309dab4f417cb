// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.connectors.spanmetrics;

import dev.forager.pdata.Attributes;
import dev.forager.pdata.Key;
import dev.forager.pdata.KeyValue;
import dev.forager.pdata.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The dimensions of one metric, compiled. Immutable. */
final class DimensionSet {
    private final Key[] names;
    private final @Nullable Value[] fallbacks;
    private final List<Glob> globs;

    DimensionSet(List<Dimension> ofAll, List<Dimension> ofThis) {
        List<Dimension> dimensions = Stream.concat(ofAll.stream(), ofThis.stream()).toList();
        List<Dimension> named = dimensions.stream().filter(it -> it.glob().isEmpty()).toList();
        names = named.stream().map(it -> Key.of(it.name())).toArray(Key[]::new);
        fallbacks = new Value[names.length];
        for (int i = 0; i < names.length; i++) {
            String fallback = named.get(i).fallback();
            fallbacks[i] = fallback == null ? null : Value.of(fallback);
        }
        globs =
                dimensions.stream()
                        .filter(it -> !it.glob().isEmpty())
                        .map(it -> Glob.compile(it.glob()))
                        .toList();
    }

    /** How many have names. */
    int size() {
        return names.length;
    }

    boolean hasGlobs() {
        return !globs.isEmpty();
    }

    Key name(int index) {
        return names[index];
    }

    /** The value of a dimension where the span does not have it. */
    @Nullable Value outside(int index, List<Attributes> others) {
        for (Attributes attributes : others) {
            Value value = attributes.get(names[index]);
            if (value != null) {
                return value;
            }
        }
        return fallbacks[index];
    }

    /** What the patterns match: of the span by name, then what only the others have, by name. */
    List<KeyValue> matches(Attributes span, List<Attributes> others) {
        var found = new ArrayList<KeyValue>();
        var ofSpan = new TreeMap<Value.Str, KeyValue>();
        collect(span, ofSpan);
        found.addAll(ofSpan.values());
        var outside = new TreeMap<Value.Str, KeyValue>();
        others.forEach(each -> collect(each, outside));
        for (KeyValue entry : outside.values()) {
            if (!span.contains(entry.keyText())) {
                found.add(entry);
            }
        }
        return found;
    }

    private void collect(Attributes attributes, Map<Value.Str, KeyValue> into) {
        for (KeyValue entry : attributes) {
            if (globs.stream().anyMatch(glob -> glob.matches(entry.key()))) {
                into.putIfAbsent(entry.keyText(), entry);
            }
        }
    }
}
