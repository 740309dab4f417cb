// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pipeline;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Request headers that a receiver with {@code include_metadata} passes on. Keys are
 * case-insensitive and kept in lower case, values in the order received. Immutable.
 */
public final class Metadata {
    private static final Metadata EMPTY = new Metadata(Collections.emptySortedMap());

    private final Map<String, List<String>> values;

    private Metadata(Map<String, List<String>> values) {
        this.values = values;
    }

    /** Metadata without a key. */
    public static Metadata empty() {
        return EMPTY;
    }

    /** A copy of {@code headers}; keys that differ in case only are joined. */
    public static Metadata of(Map<String, ? extends Collection<String>> headers) {
        if (headers.isEmpty()) {
            return EMPTY;
        }
        var copy = new TreeMap<String, List<String>>();
        headers.forEach(
                (key, list) ->
                        copy.computeIfAbsent(key.toLowerCase(Locale.ROOT), _ -> new ArrayList<>())
                                .addAll(list));
        copy.replaceAll((key, list) -> List.copyOf(list));
        return new Metadata(Collections.unmodifiableSortedMap(copy));
    }

    /** The values of {@code key} in any case; empty where it is absent. */
    public List<String> get(String key) {
        return values.getOrDefault(key.toLowerCase(Locale.ROOT), List.of());
    }

    /** The keys, in lower case and sorted. */
    public Set<String> keys() {
        return values.keySet();
    }

    /** The part under {@code keys}. */
    public Metadata only(Collection<String> keys) {
        var part = new TreeMap<String, List<String>>();
        for (String key : keys) {
            List<String> list = get(key);
            if (!list.isEmpty()) {
                part.put(key.toLowerCase(Locale.ROOT), list);
            }
        }
        return part.isEmpty() ? EMPTY : new Metadata(Collections.unmodifiableSortedMap(part));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Metadata metadata && values.equals(metadata.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    /** The keys only: values may hold secrets. */
    @Override
    public String toString() {
        return values.keySet().toString();
    }
}
