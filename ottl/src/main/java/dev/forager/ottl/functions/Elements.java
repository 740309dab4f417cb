// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.functions;

import dev.forager.ottl.Cursor;
import dev.forager.ottl.EvaluationException;
import dev.forager.ottl.Getter;
import dev.forager.ottl.Lambda;
import dev.forager.ottl.OttlValues;
import dev.forager.pdata.KeyValue;
import dev.forager.pdata.Value;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a lambda goes through: the elements of a list with their indices, or the entries of a map
 * with their keys. Immutable.
 */
final class Elements {
    private final boolean isMap;
    private final List<KeyValue> entries;
    private final List<Value> values;

    private Elements(boolean isMap, List<KeyValue> entries, List<Value> values) {
        this.isMap = isMap;
        this.entries = entries;
        this.values = values;
    }

    /** The elements of what an argument gives; anything but a list or map fails the item. */
    static Elements of(Getter source, Cursor cursor) throws EvaluationException {
        Object container = source.get(cursor);
        return switch (container) {
            case Value.Arr array -> new Elements(false, List.of(), array.values());
            case Value.MapV map -> new Elements(true, map.entries(), List.of());
            case List<?> list when OttlValues.toValue(list) instanceof Value.Arr array ->
                    new Elements(false, List.of(), array.values());
            case null, default ->
                    throw new EvaluationException(
                            "unsupported type provided: " + OttlValues.goType(container));
        };
    }

    int size() {
        return isMap ? entries.size() : values.size();
    }

    /** The index or key. */
    private Value place(int at) {
        return isMap ? entries.get(at).keyText() : Value.of((long) at);
    }

    private Value element(int at) {
        return isMap ? entries.get(at).value() : values.get(at);
    }

    /** The element as OTTL sees it. */
    @Nullable Object value(int at) {
        return OttlValues.of(element(at));
    }

    /** Whether the lambda's condition holds for an element. */
    boolean test(Cursor cursor, Lambda condition, int at) throws EvaluationException {
        try {
            return condition.test(cursor, place(at), value(at));
        } catch (EvaluationException e) {
            throw failed(at, e);
        }
    }

    /** What the lambda makes of an element. */
    @Nullable Object apply(Cursor cursor, Lambda mapper, int at) throws EvaluationException {
        try {
            return mapper.apply(cursor, place(at), value(at));
        } catch (EvaluationException e) {
            throw failed(at, e);
        }
    }

    /** What the lambda makes of what it made so far and an element. */
    @Nullable Object apply(Cursor cursor, Lambda accumulator, @Nullable Object soFar, int at)
            throws EvaluationException {
        try {
            return accumulator.apply(cursor, soFar, place(at), value(at));
        } catch (EvaluationException e) {
            throw failed("accumulator", at, e);
        }
    }

    /** The complaint of a lambda. */
    EvaluationException failed(int at, EvaluationException cause) {
        return failed("lambda", at, cause);
    }

    private EvaluationException failed(String what, int at, EvaluationException cause) {
        return new EvaluationException(
                "error while evaluating %s function on %s item (%s): %s"
                        .formatted(what, isMap ? "map" : "slice", place(at), cause.getMessage()));
    }

    /** A list or map, as this is, of some of the elements. */
    Value only(BitSet places) {
        if (isMap) {
            return Value.MapV.of(places.stream().mapToObj(entries::get).toList());
        }
        return Value.Arr.of(places.stream().mapToObj(values::get).toList());
    }

    /** A list or map, as this is, with other elements in the places of these. */
    Value with(List<Value> replacements) {
        if (!isMap) {
            return Value.Arr.of(replacements);
        }
        List<KeyValue> replaced = new ArrayList<>(entries.size());
        for (int i = 0; i < entries.size(); i++) {
            replaced.add(entries.get(i).withValue(replacements.get(i)));
        }
        return Value.MapV.of(replaced);
    }
}
