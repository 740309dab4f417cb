// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.config;

import dev.forager.config.tree.MapNode;
import dev.forager.config.tree.Node;
import dev.forager.config.tree.Origin;
import dev.forager.config.tree.Position;
import dev.forager.config.tree.YamlException;
import dev.forager.config.tree.YamlReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keys that hold {@code ::} made into nested maps, as the collector does: they count more than keys
 * without, and of two the later one. Takes time in proportion to what is written.
 */
final class SplitKeys {
    private static final String DELIMITER = "::";

    private SplitKeys() {}

    /**
     * {@code map} with nested maps in place of such keys, at any depth.
     *
     * @throws YamlException when that makes it deeper than a text may be
     */
    static MapNode in(MapNode map) throws YamlException {
        return in(map, 0);
    }

    @SuppressWarnings("ReferenceEquality") // the very same node: comparing contents takes long
    private static MapNode in(MapNode map, int depth) throws YamlException {
        var entries = new ArrayList<MapNode.Entry>();
        boolean isChanged = false;
        boolean hasPaths = false;
        for (MapNode.Entry entry : map.entries()) {
            String[] keys = keys(entry, depth);
            hasPaths |= keys.length > 1;
            Node value =
                    entry.value() instanceof MapNode inner
                            ? in(inner, depth + keys.length)
                            : entry.value();
            isChanged |= value != entry.value();
            entries.add(value == entry.value() ? entry : entry.withValue(value));
        }
        if (hasPaths) {
            return nested(map.origin(), entries);
        }
        return isChanged ? new MapNode(map.origin(), entries) : map;
    }

    private static String[] keys(MapNode.Entry entry, int depth) throws YamlException {
        if (!entry.key().contains(DELIMITER)) {
            return new String[] {entry.key()};
        }
        int room = YamlReader.MAX_DEPTH - depth;
        String[] keys = entry.key().split(DELIMITER, room + 1);
        if (keys.length > room) {
            throw YamlException.tooDeep(entry.keyPosition());
        }
        return keys;
    }

    private static MapNode nested(Origin origin, List<MapNode.Entry> entries) {
        var top = new Branch(origin, origin.position());
        for (MapNode.Entry entry : entries) {
            if (!entry.key().contains(DELIMITER)) {
                top.child(entry.key(), entry.keyPosition()).put(entry.value());
            }
        }
        for (MapNode.Entry entry : entries) {
            if (entry.key().contains(DELIMITER)) {
                Branch at = top;
                for (String key : entry.key().split(DELIMITER, -1)) {
                    at = at.child(key, entry.keyPosition());
                }
                at.put(entry.value());
            }
        }
        return top.toMap();
    }

    /** A node that is still growing: a map as long as it has children, else a value. */
    private static final class Branch {
        private Origin origin;
        private final Position keyPosition;
        private @Nullable Node value;
        private @Nullable Map<String, Branch> children;

        Branch(Origin origin, Position keyPosition) {
            this.origin = origin;
            this.keyPosition = keyPosition;
        }

        Branch child(String key, Position position) {
            return open().computeIfAbsent(key, _ -> new Branch(origin, position));
        }

        /** Maps are joined, anything else takes the place of what was there. */
        void put(Node node) {
            boolean isMap = value == null || value instanceof MapNode;
            if (!(node instanceof MapNode map) || !isMap || (value == null && children == null)) {
                value = node;
                children = null;
                return;
            }
            open();
            for (MapNode.Entry entry : map.entries()) {
                child(entry.key(), entry.keyPosition()).put(entry.value());
            }
        }

        private Map<String, Branch> open() {
            Map<String, Branch> present = children;
            if (present != null) {
                return present;
            }
            var made = new LinkedHashMap<String, Branch>();
            if (value instanceof MapNode map) {
                origin = map.origin();
                for (MapNode.Entry entry : map.entries()) {
                    var branch = new Branch(map.origin(), entry.keyPosition());
                    branch.value = entry.value();
                    made.put(entry.key(), branch);
                }
            }
            value = null;
            children = made;
            return made;
        }

        MapNode toMap() {
            var entries = new ArrayList<MapNode.Entry>();
            open().forEach(
                            (key, branch) ->
                                    entries.add(
                                            new MapNode.Entry(
                                                    key, branch.keyPosition, branch.toNode())));
            return new MapNode(origin, entries);
        }

        private Node toNode() {
            return value == null ? toMap() : value;
        }
    }
}
