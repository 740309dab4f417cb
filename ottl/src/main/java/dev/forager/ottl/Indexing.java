// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl;

import dev.forager.pdata.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Follows keys into values, and writes at their end. */
public final class Indexing {
    /** Longest list that a write makes out of nothing (chosen: an index may come from an item). */
    private static final long MAX_PADDING = 65_536;

    private Indexing() {}

    /** What stands at the end of the keys; null where a map does not know one. */
    public static @Nullable Object get(Value root, List<Key> keys, int from, Cursor cursor)
            throws EvaluationException {
        Value value = root;
        for (int i = from; i < keys.size(); i++) {
            Value next = step(value, keys.get(i), cursor);
            if (next == null) {
                return null;
            }
            value = next;
        }
        return OttlValues.of(value);
    }

    private static @Nullable Value step(Value value, Key key, Cursor cursor)
            throws EvaluationException {
        return switch (value) {
            case Value.MapV map -> map.get(key.text(cursor));
            case Value.Arr array -> element(array, key.index(cursor));
            default -> throw notIndexed(value);
        };
    }

    private static EvaluationException notIndexed(Value value) {
        return new EvaluationException(
                "type %s does not support string indexing".formatted(OttlValues.kindName(value)));
    }

    private static Value element(Value.Arr array, long index) throws EvaluationException {
        if (index < 0 || index >= array.values().size()) {
            throw new EvaluationException("index %d out of bounds".formatted(index));
        }
        return array.values().get((int) index);
    }

    /** What stands at the keys behind a converter: a missing one is an error there. */
    static @Nullable Object require(@Nullable Object root, List<Key> keys, Cursor cursor)
            throws EvaluationException {
        Object value = root;
        for (Key key : keys) {
            value = OttlValues.of(require(value, key.either(cursor)));
        }
        return value;
    }

    private static Value require(@Nullable Object container, Value key) throws EvaluationException {
        if (key instanceof Value.Int index) {
            if (container instanceof Value.Arr array) {
                return element(array, index.value());
            }
            throw new EvaluationException(
                    "type %s does not support int indexing"
                            .formatted(OttlValues.typeName(container)));
        }
        if (!(container instanceof Value.MapV map)) {
            throw new EvaluationException(
                    "type %s does not support string indexing"
                            .formatted(OttlValues.typeName(container)));
        }
        Value value = map.get((Value.Str) key);
        if (value == null) {
            throw new EvaluationException("key not found in map");
        }
        return value;
    }

    /** A write that makes the way to its place; what it made stays even if it fails. */
    public static final class Write {
        private final List<Key> keys;
        private final Cursor cursor;
        private final @Nullable Object replacement;
        private @Nullable EvaluationException failure;

        /** To write {@code replacement} at the end of {@code keys}. */
        public Write(List<Key> keys, Cursor cursor, @Nullable Object replacement) {
            this.keys = keys;
            this.cursor = cursor;
            this.replacement = replacement;
        }

        /** The new value in place of {@code current}, which stands before the key {@code from}. */
        public Value into(Value current, int from) {
            try {
                return write(current, from);
            } catch (EvaluationException e) {
                failure = e;
                return current;
            } catch (IllegalArgumentException e) {
                failure = new EvaluationException(String.valueOf(e.getMessage()));
                return current;
            }
        }

        /** Fails if something failed on the way. */
        public void check() throws EvaluationException {
            if (failure != null) {
                throw failure;
            }
        }

        private Value write(Value current, int at) throws EvaluationException {
            if (at == keys.size()) {
                return replacement(current);
            }
            Key key = keys.get(at);
            return switch (current) {
                case Value.MapV map -> {
                    Value.Str name = key.text(cursor);
                    Value child = map.get(name);
                    yield map.with(
                            name.string(), into(child == null ? Value.empty() : child, at + 1));
                }
                case Value.Arr array -> {
                    long index = key.index(cursor);
                    Value child = into(element(array, index), at + 1);
                    List<Value> list = new ArrayList<>(array.values());
                    list.set((int) index, child);
                    yield Value.Arr.of(list);
                }
                case Value.Empty _ -> create(key.either(cursor), at);
                default -> throw notIndexed(current);
            };
        }

        private Value replacement(Value current) throws EvaluationException {
            return switch (replacement) {
                case null -> Value.empty();
                case Value value -> value;
                case List<?> list -> OttlValues.toValue(list);
                default -> throw OttlValues.unsupported(replacement, current);
            };
        }

        private Value create(Value key, int at) throws EvaluationException {
            if (key instanceof Value.Str name) {
                return Value.MapV.of().with(name.string(), into(Value.empty(), at + 1));
            }
            long index = Math.max(0, ((Value.Int) key).value());
            if (index >= MAX_PADDING) {
                throw new EvaluationException(
                        "index %d out of bounds (expected: below %d for a new list)"
                                .formatted(index, MAX_PADDING));
            }
            List<Value> list = new ArrayList<>(Collections.nCopies((int) index, Value.empty()));
            list.add(into(Value.empty(), at + 1));
            return Value.Arr.of(list);
        }
    }
}
