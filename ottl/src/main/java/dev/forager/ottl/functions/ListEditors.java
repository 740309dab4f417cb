// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.functions;

import dev.forager.ottl.Action;
import dev.forager.ottl.Cursor;
import dev.forager.ottl.Doc;
import dev.forager.ottl.Editor;
import dev.forager.ottl.EvaluationException;
import dev.forager.ottl.Getter;
import dev.forager.ottl.IntGetter;
import dev.forager.ottl.OttlFunction;
import dev.forager.ottl.OttlValues;
import dev.forager.ottl.SliceTarget;
import dev.forager.ottl.Target;
import dev.forager.pdata.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Editors of lists. */
final class ListEditors {
    static final List<Class<? extends OttlFunction>> ALL = List.of(Append.class, DeleteIndex.class);

    private ListEditors() {}

    @Doc("Adds values to a list; what is no list becomes the first element of one.")
    record Append(
            @Doc("Path to the list.") Target target,
            @Doc("A value to add.") @Nullable Getter value,
            @Doc("Values to add.") @Nullable List<Getter> values)
            implements Editor {
        Append {
            if (value == null && values == null) {
                throw new IllegalArgumentException(
                        "at least one of the optional arguments ('value' or 'values') must be"
                                + " provided");
            }
        }

        @Override
        public Action compile() {
            List<Getter> added = new ArrayList<>();
            if (value != null) {
                added.add(value);
            }
            if (values != null) {
                added.addAll(values);
            }
            return cursor -> append(cursor, added);
        }

        private void append(Cursor cursor, List<Getter> added) throws EvaluationException {
            Object present = target.get(cursor);
            List<Value> more = new ArrayList<>(added.size());
            for (Getter each : added) {
                more.add(OttlValues.toElement(each.get(cursor)));
            }
            List<Value> list = new ArrayList<>();
            if (present != null) {
                Value known = OttlValues.toElement(present);
                if (known instanceof Value.MapV) {
                    throw OttlValues.invalid(known);
                }
                list.addAll(known instanceof Value.Arr array ? array.values() : List.of(known));
            }
            list.addAll(more);
            target.set(cursor, Value.Arr.of(list));
        }
    }

    @Doc("Removes elements of a list.")
    record DeleteIndex(
            @Doc("Path to the list.") SliceTarget target,
            @Doc("Place of the first one.") IntGetter startIndex,
            @Doc("Place after the last one; by default one is removed.")
                    @Nullable IntGetter endIndex)
            implements Editor {
        @Override
        public Action compile() {
            return cursor -> {
                Value.Arr list = target.get(cursor);
                long start = startIndex.get(cursor);
                long end = endIndex == null ? start + 1 : endIndex.get(cursor);
                target.set(cursor, without(list.values(), start, end));
            };
        }

        private static Value.Arr without(List<Value> values, long start, long end)
                throws EvaluationException {
            if (start == 0 && end == values.size()) {
                return Value.Arr.of();
            }
            check(values.size(), start, end);
            List<Value> kept = new ArrayList<>(values);
            kept.subList((int) start, (int) end).clear();
            return Value.Arr.of(kept);
        }

        private static void check(int length, long start, long end) throws EvaluationException {
            if (start < 0 || start >= length) {
                throw new EvaluationException(
                        "startIndex %d out of bounds for slice of length %d"
                                .formatted(start, length));
            }
            if (end < start) {
                throw new EvaluationException(
                        "endIndex %d cannot be less than startIndex %d".formatted(end, start));
            }
            if (end > length) {
                throw new EvaluationException(
                        "deletion range [%d:%d] out of bounds for slice of length %d"
                                .formatted(start, end, length));
            }
        }
    }
}
