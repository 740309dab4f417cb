// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.config;

import dev.forager.config.tree.ListNode;
import dev.forager.config.tree.MapNode;
import dev.forager.config.tree.Node;
import dev.forager.config.tree.Position;
import dev.forager.config.tree.ScalarNode;
import dev.forager.pipeline.ComponentId;
import dev.forager.pipeline.ComponentKind;
import org.jspecify.annotations.Nullable;

/**
 * Where in the configuration a failure of a component at run time has its cause: the setting whose
 * value the reason quotes, such as an address that is taken or a file that is missing; the
 * component's section where it quotes none.
 *
 * @param path keys joined by {@code ::}
 * @param position where it is written
 */
record FailurePlace(String path, Position position) {
    /** Shorter values stand in a reason by chance. */
    private static final int SHORTEST = 4;

    /**
     * The place.
     *
     * @param root the configuration
     * @param reason the text of the failure
     * @return null when the component is not in the configuration
     */
    static @Nullable FailurePlace of(
            MapNode root, ComponentKind kind, ComponentId id, String reason) {
        if (!(root.get(kind.section()) instanceof MapNode section)) {
            return null;
        }
        for (MapNode.Entry entry : section.entries()) {
            if (entry.key().strip().equals(id.toString())) {
                String path = kind.section() + "::" + entry.key();
                var search = new Search(reason);
                search.look(entry.value(), path);
                return search.found != null
                        ? search.found
                        : new FailurePlace(path, entry.keyPosition());
            }
        }
        return null;
    }

    /**
     * The longest quoted value wins: it says the most. Of equal ones the last: the first one had
     * its way, for instance with an address.
     */
    private static final class Search {
        private final String reason;
        private int longest = SHORTEST;
        private @Nullable FailurePlace found;

        Search(String reason) {
            this.reason = reason;
        }

        void look(Node node, String path) {
            switch (node) {
                case MapNode map ->
                        map.entries()
                                .forEach(entry -> look(entry.value(), path + "::" + entry.key()));
                case ListNode list -> {
                    for (int i = 0; i < list.items().size(); i++) {
                        look(list.items().get(i), path + "[" + i + "]");
                    }
                }
                case ScalarNode scalar -> {
                    if (scalar.value() instanceof String text
                            && text.length() >= longest
                            && reason.contains(text)) {
                        longest = text.length();
                        found = new FailurePlace(path, scalar.position());
                    }
                }
            }
        }
    }

    @Override
    public String toString() {
        return position.line() == 0 ? path : path + " at " + position;
    }
}
