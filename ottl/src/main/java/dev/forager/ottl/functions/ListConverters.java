// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.functions;

import dev.forager.ottl.Comparison;
import dev.forager.ottl.Converter;
import dev.forager.ottl.Cursor;
import dev.forager.ottl.Doc;
import dev.forager.ottl.EvaluationException;
import dev.forager.ottl.Getter;
import dev.forager.ottl.OttlFunction;
import dev.forager.ottl.OttlValues;
import dev.forager.ottl.Pure;
import dev.forager.ottl.SliceGetter;
import dev.forager.pdata.Attributes;
import dev.forager.pdata.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Converters of lists. */
final class ListConverters {
    static final List<Class<? extends OttlFunction>> ALL =
            List.of(ContainsValue.class, Index.class, SliceToMap.class);

    private ListConverters() {}

    private static int indexOf(List<Value> values, @Nullable Object item) {
        for (int i = 0; i < values.size(); i++) {
            if (Comparison.equal(OttlValues.of(values.get(i)), item)) {
                return i;
            }
        }
        return -1;
    }

    @Pure
    @Doc("Whether an element of a list equals a value.")
    record ContainsValue(@Doc("The list.") SliceGetter target, @Doc("The value.") Getter item)
            implements Converter {
        @Override
        public Getter compile() {
            return cursor -> Value.of(indexOf(target.get(cursor).values(), item.get(cursor)) >= 0);
        }
    }

    @Pure
    @Doc("Where a value is in a list, or a string in another in bytes; -1 if it is not.")
    record Index(@Doc("List or string.") Getter target, @Doc("What to look for.") Getter value)
            implements Converter {
        @Override
        public Getter compile() {
            return cursor -> Value.of((long) index(cursor));
        }

        private int index(Cursor cursor) throws EvaluationException {
            Object whole = target.get(cursor);
            Object part = value.get(cursor);
            if (whole instanceof Value.Str text) {
                if (part instanceof Value.Str wanted) {
                    return text.indexOf(wanted);
                }
                throw new EvaluationException(
                        "invalid value type for Index function, value must be a string");
            }
            return switch (whole) {
                case Value.Arr array -> indexOf(array.values(), part);
                case List<?> list when OttlValues.toValue(list) instanceof Value.Arr array ->
                        indexOf(array.values(), part);
                case null, default -> throw OttlValues.expected("pcommon.Slice", whole);
            };
        }
    }

    @Pure
    @Doc("A map of the elements of a list, by their places or by something within them.")
    record SliceToMap(
            @Doc("The list; its elements must be maps if a path is given.") SliceGetter target,
            @Doc("Keys that lead to the key within an element.") @Nullable List<String> keyPath,
            @Doc("Keys that lead to the value within an element.") @Nullable List<String> valuePath)
            implements Converter {
        @Override
        public Getter compile() {
            return cursor -> toMap(target.get(cursor).values());
        }

        private Value toMap(List<Value> elements) throws EvaluationException {
            Attributes map = Attributes.create();
            for (int i = 0; i < elements.size(); i++) {
                Value element = elements.get(i);
                if (keyPath == null && valuePath == null) {
                    map.put(Integer.toString(i), element);
                    continue;
                }
                if (!(element instanceof Value.MapV fields)) {
                    throw new EvaluationException(
                            ("slice elements must be maps when using `key_path` or"
                                            + " `value_path`, but could not cast element of type `%s` to"
                                            + " a map")
                                    .formatted(OttlValues.kindName(element)));
                }
                map.put(key(fields, i), value(fields, i));
            }
            return map.toMap();
        }

        private Value.Str key(Value.MapV fields, int at) throws EvaluationException {
            if (keyPath == null) {
                return Value.Str.of(Integer.toString(at));
            }
            Value key = extract(fields, keyPath, "key", at);
            if (key instanceof Value.Str text) {
                return text;
            }
            throw new EvaluationException(
                    "element %d: extracted key attribute is not of type string, got \"%s\""
                            .formatted(at, OttlValues.kindName(key)));
        }

        private Value value(Value.MapV fields, int at) throws EvaluationException {
            return valuePath == null ? fields : extract(fields, valuePath, "value", at);
        }

        private static Value extract(Value.MapV fields, List<String> path, String what, int at)
                throws EvaluationException {
            if (path.isEmpty()) {
                throw new EvaluationException(
                        "could not extract %s from element %d: must provide at least one path item"
                                .formatted(what, at));
            }
            Value found = fields;
            for (String name : path) {
                found = found instanceof Value.MapV map ? map.get(name) : null;
            }
            if (found == null) {
                throw new EvaluationException(
                        ("could not extract %s from element %d: provided object does not contain"
                                        + " the path [%s]")
                                .formatted(what, at, String.join(" ", path)));
            }
            return found;
        }
    }
}
