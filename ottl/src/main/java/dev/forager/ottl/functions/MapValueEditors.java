// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.functions;

import dev.forager.ottl.Action;
import dev.forager.ottl.Default;
import dev.forager.ottl.Doc;
import dev.forager.ottl.Editor;
import dev.forager.ottl.MapTarget;
import dev.forager.ottl.OttlFunction;
import dev.forager.ottl.OttlValues;
import dev.forager.pdata.Attributes;
import dev.forager.pdata.KeyValue;
import dev.forager.pdata.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Editors of all values of a map; those in nested maps and lists stay. */
final class MapValueEditors {
    static final List<Class<? extends OttlFunction>> ALL =
            List.of(StringifyAll.class, TruncateAll.class);

    private MapValueEditors() {}

    /** What becomes of a value. */
    @FunctionalInterface
    private interface Change {
        /** Null if it stays. */
        @Nullable Value of(Value value);
    }

    /** Writes only what changes, so that a record whose values fit is not encoded anew. */
    private static void replaceAll(Attributes map, Change change) {
        List<KeyValue> changed = new ArrayList<>();
        for (KeyValue entry : map) {
            Value replacement = change.of(entry.value());
            if (replacement != null) {
                changed.add(entry.withValue(replacement));
            }
        }
        for (KeyValue entry : changed) {
            map.put(entry.keyText(), entry.value());
        }
    }

    @Doc("Makes every value a string.")
    record StringifyAll(@Doc("Path to the map.") MapTarget target) implements Editor {
        @Override
        public Action compile() {
            return cursor -> target.edit(cursor, map -> replaceAll(map, StringifyAll::text));
        }

        private static @Nullable Value text(Value value) {
            return value instanceof Value.Str ? null : OttlValues.display(value);
        }
    }

    @Doc("Cuts strings that are longer than a number of bytes.")
    record TruncateAll(
            @Doc("Path to the map.") MapTarget target,
            @Doc("How many bytes of UTF-8 may stay.") long limit,
            @Doc("Whether a character is kept or dropped as a whole.") @Default("true")
                    boolean utf8Safe,
            @Doc("What a cut string ends with; counts as part of it.") @Default("\"\"")
                    String truncationMarker)
            implements Editor {
        TruncateAll {
            if (limit < 0) {
                throw new IllegalArgumentException(
                        "invalid limit for truncate_all function, %d cannot be negative"
                                .formatted(limit));
            }
            int marker = Value.Str.of(truncationMarker).byteLength();
            if (marker > limit) {
                throw new IllegalArgumentException(
                        ("invalid truncation marker for truncate_all function, length of marker %d"
                                        + " cannot be greater than limit %d")
                                .formatted(marker, limit));
            }
        }

        @Override
        public Action compile() {
            byte[] marker = Value.Str.of(truncationMarker).toUtf8();
            return cursor ->
                    target.edit(cursor, map -> replaceAll(map, value -> cut(value, marker)));
        }

        private @Nullable Value cut(Value value, byte[] marker) {
            if (!(value instanceof Value.Str text) || text.byteLength() <= limit) {
                return null;
            }
            int at = (int) limit - marker.length;
            while (utf8Safe && !text.isBoundary(at)) {
                at--;
            }
            Value.Str start = text.substring(0, at);
            if (marker.length == 0) {
                return start;
            }
            byte[] bytes = Arrays.copyOf(start.toUtf8(), start.byteLength() + marker.length);
            System.arraycopy(marker, 0, bytes, start.byteLength(), marker.length);
            return Value.Str.ofUtf8(bytes);
        }
    }
}
