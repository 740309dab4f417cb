// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.functions;

import com.google.re2j.Pattern;
import dev.forager.ottl.Action;
import dev.forager.ottl.Cursor;
import dev.forager.ottl.Doc;
import dev.forager.ottl.Editor;
import dev.forager.ottl.EvaluationException;
import dev.forager.ottl.MapGetter;
import dev.forager.ottl.MapTarget;
import dev.forager.ottl.OttlFunction;
import dev.forager.ottl.RegexGetter;
import dev.forager.ottl.StringGetter;
import dev.forager.pdata.Attributes;
import dev.forager.pdata.KeyValue;
import dev.forager.pdata.Value;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Editors of maps. A path that holds anything else fails the item. */
final class MapEditors {
    static final List<Class<? extends OttlFunction>> ALL =
            List.of(
                    DeleteKey.class,
                    DeleteMatchingKeys.class,
                    KeepKeys.class,
                    KeepMatchingKeys.class,
                    Limit.class,
                    MergeMaps.class);

    private MapEditors() {}

    @Doc("Removes a key; one that is not there has no effect.")
    record DeleteKey(
            @Doc("Path to the map.") MapTarget target, @Doc("The key to remove.") StringGetter key)
            implements Editor {
        @Override
        public Action compile() {
            return cursor -> target.edit(cursor, map -> map.remove(key.text(cursor)));
        }
    }

    @Doc("Removes the keys in which an expression is found.")
    record DeleteMatchingKeys(
            @Doc("Path to the map.") MapTarget target,
            @Doc("Regular expression.") RegexGetter pattern)
            implements Editor {
        @Override
        public Action compile() {
            return cursor -> {
                Pattern found = pattern.get(cursor);
                target.edit(
                        cursor, map -> map.removeIf(entry -> found.matcher(entry.key()).find()));
            };
        }
    }

    @Doc("Removes all keys but these.")
    record KeepKeys(
            @Doc("Path to the map.") MapTarget target,
            @Doc("The keys to keep.") List<StringGetter> keys)
            implements Editor {
        @Override
        public Action compile() {
            Set<Value.Str> constant = constantKeys();
            return cursor -> {
                Set<Value.Str> kept = constant == null ? keys(cursor) : constant;
                target.edit(cursor, map -> map.removeIf(entry -> !kept.contains(entry.keyText())));
            };
        }

        /** Null unless all keys are constant. */
        private @Nullable Set<Value.Str> constantKeys() {
            Set<Value.Str> known = new HashSet<>();
            for (StringGetter key : keys) {
                String constant = key.constant();
                if (constant == null) {
                    return null;
                }
                known.add(Value.Str.of(constant));
            }
            return known;
        }

        private Set<Value.Str> keys(Cursor cursor) throws EvaluationException {
            Set<Value.Str> kept = new HashSet<>();
            for (StringGetter key : keys) {
                kept.add(key.text(cursor));
            }
            return kept;
        }
    }

    @Doc("Removes the keys in which an expression is not found.")
    record KeepMatchingKeys(
            @Doc("Path to the map.") MapTarget target,
            @Doc("Regular expression.") RegexGetter pattern)
            implements Editor {
        @Override
        public Action compile() {
            return cursor -> {
                Pattern found = pattern.get(cursor);
                target.edit(
                        cursor, map -> map.removeIf(entry -> !found.matcher(entry.key()).find()));
            };
        }
    }

    @Doc("Removes entries until no more than a number are left.")
    record Limit(
            @Doc("Path to the map.") MapTarget target,
            @Doc("How many entries may stay.") long limit,
            @Doc("Keys that stay before others.") List<String> priorityKeys)
            implements Editor {
        Limit {
            if (limit < 0) {
                throw new IllegalArgumentException(
                        "invalid limit for limit function, %d cannot be negative".formatted(limit));
            }
            if (priorityKeys.size() > limit) {
                throw new IllegalArgumentException(
                        ("invalid limit for limit function, %d cannot be less than number of"
                                        + " priority attributes %d")
                                .formatted(limit, priorityKeys.size()));
            }
        }

        @Override
        public Action compile() {
            Set<String> first = Set.copyOf(priorityKeys);
            return cursor -> target.edit(cursor, map -> shorten(map, first));
        }

        private void shorten(Attributes map, Set<String> first) {
            if (map.size() <= limit) {
                return;
            }
            long room = limit;
            for (KeyValue entry : map) {
                room -= first.contains(entry.key()) ? 1 : 0;
            }
            Room others = new Room(room);
            map.removeIf(entry -> !first.contains(entry.key()) && !others.take());
        }

        /** How many more may stay. */
        private static final class Room {
            private long left;

            Room(long left) {
                this.left = left;
            }

            boolean take() {
                return left-- > 0;
            }
        }
    }

    /** Which entries of the other map are taken over. */
    enum Strategy {
        INSERT,
        UPDATE,
        UPSERT
    }

    @Doc("Takes over the entries of another map.")
    record MergeMaps(
            @Doc("Path to the map.") MapTarget target,
            @Doc("The other map.") MapGetter source,
            @Doc("New keys, known keys or all.") Strategy strategy)
            implements Editor {
        @Override
        public Action compile() {
            return cursor -> target.edit(cursor, map -> merge(map, source.get(cursor)));
        }

        private void merge(Attributes map, Value.MapV other) {
            for (KeyValue entry : other.entries()) {
                boolean wanted =
                        switch (strategy) {
                            case INSERT -> !map.contains(entry.keyText());
                            case UPDATE -> map.contains(entry.keyText());
                            case UPSERT -> true;
                        };
                if (wanted) {
                    map.put(entry.keyText(), entry.value());
                }
            }
        }
    }
}
