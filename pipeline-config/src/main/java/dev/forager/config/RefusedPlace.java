// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.config;

import dev.forager.config.tree.ListNode;
import dev.forager.config.tree.MapNode;
import dev.forager.config.tree.Node;
import dev.forager.config.tree.Position;
import dev.forager.config.tree.ScalarNode;
import org.jspecify.annotations.Nullable;

/**
 * Where that is which a rule of a record refuses.
 *
 * @param path keys from the root
 * @param position where it is written, or what is around it where it is not there
 * @param isSingle whether it is no list or section, where several things can be wrong
 */
record RefusedPlace(String path, Position position, boolean isSingle) {
    /**
     * The place of a key.
     *
     * @param key inside the record; null for the record as a whole
     * @param map what the record was made of
     * @param path of the record
     */
    static RefusedPlace of(@Nullable String key, MapNode map, String path) {
        var place = new RefusedPlace(path, map.position(), false);
        Node node = map;
        for (String part : key == null ? new String[0] : key.split("::", -1)) {
            Node inner = inner(node, part);
            node = inner == null ? node : inner;
            place =
                    new RefusedPlace(
                            part.startsWith("[")
                                    ? place.path + part
                                    : BindingReport.join(place.path, part),
                            inner == null ? place.position : inner.position(),
                            inner == null || inner instanceof ScalarNode);
        }
        return place;
    }

    /** The value of a key, or of a place in a list such as {@code [0]}; null if there is none. */
    private static @Nullable Node inner(Node node, String part) {
        if (node instanceof MapNode map) {
            MapNode.Entry entry = map.entry(part);
            return entry == null ? null : entry.value();
        }
        if (node instanceof ListNode list && part.startsWith("[")) {
            int place = Integer.parseInt(part, 1, part.length() - 1, 10);
            return place < list.items().size() ? list.items().get(place) : null;
        }
        return null;
    }
}
