// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.config.tree;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Keys with values, in the order in which they were written. */
public final class MapNode implements Node {
    private final Origin origin;
    private final Map<String, Entry> entries;
    private final int height;
    private final long size;

    /**
     * One key with its value.
     *
     * @param keyPosition where the key stands
     */
    public record Entry(String key, Position keyPosition, Node value) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Entry entry
                    && key.equals(entry.key)
                    && value.equals(entry.value);
        }

        @Override
        public int hashCode() {
            return key.hashCode() * 31 + value.hashCode();
        }

        /** The same key with another value. */
        public Entry withValue(Node other) {
            return new Entry(key, keyPosition, other);
        }
    }

    /** A map of {@code entries}; of two with one key the later one counts. */
    public MapNode(Origin origin, Collection<Entry> entries) {
        this.origin = origin;
        int deepest = 0;
        long total = 1;
        var map = new LinkedHashMap<String, Entry>();
        for (Entry entry : entries) {
            map.put(entry.key(), entry);
            deepest = Math.max(deepest, entry.value().height());
            total += entry.value().size();
        }
        this.height = deepest + 1;
        this.size = total;
        this.entries = Collections.unmodifiableMap(map);
    }

    /** A map without keys. */
    public static MapNode empty(Position position) {
        return new MapNode(Origin.at(position), List.of());
    }

    @Override
    public Origin origin() {
        return origin;
    }

    @Override
    public MapNode withOrigin(Origin other) {
        return new MapNode(other, entries.values());
    }

    /** The entries, in the order in which they were written. */
    public Collection<Entry> entries() {
        return entries.values();
    }

    /** The entry of {@code key}. */
    public @Nullable Entry entry(String key) {
        return entries.get(key);
    }

    /** The value of {@code key}. */
    public @Nullable Node get(String key) {
        Entry entry = entries.get(key);
        return entry == null ? null : entry.value();
    }

    /** Whether there is no key. */
    public boolean isEmpty() {
        return entries.isEmpty();
    }

    @Override
    public int height() {
        return height;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public String goType() {
        return "map[string]interface {}";
    }

    @Override
    public String kind() {
        return "map";
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof MapNode map
                && entries.equals(map.entries)
                && Objects.equals(origin.text(), map.origin.text());
    }

    @Override
    public int hashCode() {
        return entries.hashCode();
    }

    /** The keys only: values may be secrets. */
    @Override
    public String toString() {
        return entries.keySet().toString();
    }
}
