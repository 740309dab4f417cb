// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.paths;

import dev.forager.ottl.EvaluationException;
import dev.forager.ottl.OttlValues;
import dev.forager.pdata.Doubles;
import dev.forager.pdata.Ints;
import dev.forager.pdata.Longs;
import dev.forager.pdata.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Repeated number fields as lists of OTTL, and back. */
final class Numbers {
    private Numbers() {}

    static PathField longs(Fields.Reader<Longs> reader) {
        return Fields.leaf(
                Fields.target(
                        cursor -> array(reader.read(cursor)),
                        (cursor, value) -> set(reader.read(cursor), value)));
    }

    static PathField ints(Fields.Reader<Ints> reader) {
        return Fields.leaf(
                Fields.target(
                        cursor -> array(reader.read(cursor)),
                        (cursor, value) -> set(reader.read(cursor), value)));
    }

    static Value array(Longs numbers) {
        List<Value> values = new ArrayList<>(numbers.size());
        for (int i = 0; i < numbers.size(); i++) {
            values.add(Value.of(numbers.get(i)));
        }
        return Value.Arr.of(values);
    }

    static Value array(Ints numbers) {
        List<Value> values = new ArrayList<>(numbers.size());
        for (int i = 0; i < numbers.size(); i++) {
            values.add(Value.of((long) numbers.get(i)));
        }
        return Value.Arr.of(values);
    }

    static Value array(Doubles numbers) {
        List<Value> values = new ArrayList<>(numbers.size());
        for (int i = 0; i < numbers.size(); i++) {
            values.add(Value.of(numbers.get(i)));
        }
        return Value.Arr.of(values);
    }

    static void set(Longs numbers, @Nullable Object value) throws EvaluationException {
        numbers.setAll(integers(value));
    }

    static void set(Ints numbers, @Nullable Object value) throws EvaluationException {
        long[] integers = integers(value);
        numbers.clear();
        for (long number : integers) {
            numbers.add((int) number);
        }
    }

    static void set(Doubles numbers, @Nullable Object value) throws EvaluationException {
        List<Value> values = elements(value);
        double[] replacement = new double[values.size()];
        for (int i = 0; i < replacement.length; i++) {
            if (!(values.get(i) instanceof Value.Dbl number)) {
                throw wrongElement("float64", values.get(i));
            }
            replacement[i] = number.value();
        }
        numbers.setAll(replacement);
    }

    private static long[] integers(@Nullable Object value) throws EvaluationException {
        List<Value> values = elements(value);
        long[] replacement = new long[values.size()];
        for (int i = 0; i < replacement.length; i++) {
            if (!(values.get(i) instanceof Value.Int number)) {
                throw wrongElement("int64", values.get(i));
            }
            replacement[i] = number.value();
        }
        return replacement;
    }

    private static EvaluationException wrongElement(String expected, Value actual) {
        return new EvaluationException(
                "invalid value type provided for a slice of %s: %s"
                        .formatted(expected, OttlValues.typeName(actual)));
    }

    private static List<Value> elements(@Nullable Object value) throws EvaluationException {
        return switch (value) {
            case null -> List.of();
            case Value.Arr array -> array.values();
            default ->
                    throw new EvaluationException(
                            "cannot set a slice of numbers from a value type: "
                                    + OttlValues.typeName(value));
        };
    }
}
