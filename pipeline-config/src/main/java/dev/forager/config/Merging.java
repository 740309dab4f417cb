// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.config;

import dev.forager.config.tree.ListNode;
import dev.forager.config.tree.MapNode;
import dev.forager.config.tree.Node;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * Joins configurations as the collector does: maps over all, everything else (lists, null) by the
 * later one.
 */
final class Merging {
    private static final String DELIMITER = "::";

    private Merging() {}

    /** {@code base} with {@code over} on top. */
    static MapNode merge(MapNode base, MapNode over) {
        return merge(base, over, "", false);
    }

    /**
     * As {@link #merge(MapNode, MapNode)}; the lists of receivers, exporters and extensions of the
     * service are joined without duplicates (gate {@code confmap.enableMergeAppendOption}).
     */
    static MapNode mergeAppending(MapNode base, MapNode over) {
        return merge(base, over, "", true);
    }

    private static MapNode merge(MapNode base, MapNode over, String path, boolean appends) {
        var entries = new LinkedHashMap<String, MapNode.Entry>();
        for (MapNode.Entry entry : base.entries()) {
            entries.put(entry.key(), entry);
        }
        for (MapNode.Entry entry : over.entries()) {
            MapNode.Entry earlier = entries.get(entry.key());
            if (earlier == null) {
                entries.put(entry.key(), entry);
            } else {
                String key = path + DELIMITER + entry.key();
                Node joined = join(earlier.value(), entry.value(), key, appends);
                entries.put(entry.key(), entry.withValue(joined));
            }
        }
        return new MapNode(base.origin(), entries.values());
    }

    private static Node join(Node base, Node over, String path, boolean appends) {
        if (base instanceof MapNode under && over instanceof MapNode above) {
            return merge(under, above, path, appends);
        }
        if (appends
                && base instanceof ListNode first
                && over instanceof ListNode second
                && isAppended(path)) {
            var items = new LinkedHashSet<>(first.items());
            items.addAll(second.items());
            return new ListNode(over.origin(), List.copyOf(items));
        }
        return over;
    }

    private static boolean isAppended(String path) {
        return path.equals("::service::extensions")
                || (path.startsWith("::service::")
                        && (path.endsWith("::receivers") || path.endsWith("::exporters")));
    }
}
