// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.functions;

import dev.forager.ottl.Action;
import dev.forager.ottl.Default;
import dev.forager.ottl.Doc;
import dev.forager.ottl.Editor;
import dev.forager.ottl.MapTarget;
import dev.forager.ottl.OttlFunction;
import dev.forager.pdata.Attributes;
import dev.forager.pdata.KeyValue;
import dev.forager.pdata.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A map whose nested maps and lists become entries of its own, with dots in their keys. Makes one
 * map; not thread-safe.
 */
final class Flattening {
    static final List<Class<? extends OttlFunction>> ALL = List.of(Flatten.class);

    private final Attributes flat = Attributes.create();
    private final long depth;
    private final boolean resolveConflicts;

    /** How often each key was given a number behind it. */
    private final Map<String, Integer> repeated = new HashMap<>();

    private Flattening(long depth, boolean resolveConflicts) {
        this.depth = depth;
        this.resolveConflicts = resolveConflicts;
    }

    @Doc("Makes entries of nested maps and lists entries of the map itself.")
    record Flatten(
            @Doc("Path to the map.") MapTarget target,
            @Doc("What all keys begin with, before a dot.") @Default("\"\"") String prefix,
            @Doc("How many levels; deeper ones stay nested.") @Default("9223372036854775807")
                    long depth,
            @Doc("Whether equal keys get numbers instead of replacing one another.")
                    @Default("false")
                    boolean resolveConflicts)
            implements Editor {
        Flatten {
            if (depth < 1) {
                throw new IllegalArgumentException(
                        "invalid depth '%d' for flatten function, must be greater than 0"
                                .formatted(depth));
            }
        }

        @Override
        public Action compile() {
            return cursor -> target.edit(cursor, this::flatten);
        }

        private void flatten(Attributes map) {
            if (prefix.isEmpty() && isFlat(map)) {
                return;
            }
            Flattening flattening = new Flattening(depth, resolveConflicts);
            flattening.addMap(map, prefix, 0);
            map.replaceBy(flattening.flat.toMap());
        }

        private static boolean isFlat(Attributes map) {
            for (KeyValue entry : map) {
                if (entry.value() instanceof Value.MapV || entry.value() instanceof Value.Arr) {
                    return false;
                }
            }
            return true;
        }
    }

    private void addMap(Iterable<KeyValue> entries, String prefix, long level) {
        String start = prefix.isEmpty() ? "" : prefix + '.';
        for (KeyValue entry : entries) {
            add(start + entry.key(), entry.value(), level);
        }
    }

    private void add(String key, Value value, long level) {
        switch (value) {
            case Value.MapV map when level < depth -> addMap(map.entries(), key, level + 1);
            case Value.Arr array when level < depth -> addList(array.values(), key, level + 1);
            default -> put(key, value);
        }
    }

    /**
     * Elements that stay as they are share the list's key where conflicts are resolved. The items
     * of a list within a list follow its place without a dot, as in the Go collector.
     */
    private void addList(List<Value> values, String key, long level) {
        for (int i = 0; i < values.size(); i++) {
            String place = key + '.' + i;
            switch (values.get(i)) {
                case Value.MapV map when level < depth -> addMap(map.entries(), place, level + 1);
                case Value.Arr array when level < depth -> {
                    for (int k = 0; k < array.values().size(); k++) {
                        add(place + k, array.values().get(k), level + 2);
                    }
                }
                default -> put(resolveConflicts ? key : place, values.get(i));
            }
        }
    }

    private void put(String key, Value value) {
        if (resolveConflicts && flat.contains(key)) {
            int number = repeated.merge(key, 1, Integer::sum) - 1;
            flat.put(key + '.' + number, value);
        } else {
            flat.put(key, value);
        }
    }
}
