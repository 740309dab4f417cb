// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.functions;

import dev.forager.ottl.Converter;
import dev.forager.ottl.Default;
import dev.forager.ottl.Doc;
import dev.forager.ottl.EvaluationException;
import dev.forager.ottl.Getter;
import dev.forager.ottl.OttlFunction;
import dev.forager.ottl.OttlValues;
import dev.forager.ottl.Pure;
import dev.forager.pdata.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The order of a list's elements. */
final class Sorting {
    static final List<Class<? extends OttlFunction>> ALL = List.of(Sort.class);

    private Sorting() {}

    /** Which comes first. */
    enum Order {
        ASC,
        DESC
    }

    @Pure
    @Doc("A list in order; one with lists, maps or bytes in it stays as it is.")
    record Sort(
            @Doc("The list.") Getter target,
            @Doc("Rising or falling.") @Default("\"asc\"") Order order)
            implements Converter {
        @Override
        public Getter compile() {
            return cursor -> sorted(list(target.get(cursor)));
        }

        private static Value.Arr list(@Nullable Object value) throws EvaluationException {
            return switch (value) {
                case Value.Arr array -> array;
                case List<?> list when OttlValues.toValue(list) instanceof Value.Arr array -> array;
                case null, default ->
                        throw new EvaluationException(
                                "sort with unsupported type: '%s'. Target is not a list"
                                        .formatted(OttlValues.goType(value)));
            };
        }

        private Value sorted(Value.Arr list) {
            Comparator<Value> ascending = comparator(list.values());
            if (ascending == null) {
                return list;
            }
            List<Value> values = new ArrayList<>(list.values());
            values.sort(order == Order.ASC ? ascending : ascending.reversed());
            return Value.Arr.of(values);
        }
    }

    /** Numbers as numbers; as text where a text or boolean is among them; null for no order. */
    private static @Nullable Comparator<Value> comparator(List<Value> values) {
        boolean texts = false;
        boolean doubles = false;
        for (Value value : values) {
            switch (value) {
                case Value.Str _, Value.Bool _, Value.Empty _ -> texts = true;
                case Value.Dbl _ -> doubles = true;
                case Value.Int _ -> {}
                case Value.Arr _, Value.MapV _, Value.Bytes _, Value.StrIndex _ -> {
                    return null;
                }
            }
        }
        if (texts) {
            return Comparator.comparing(OttlValues::display);
        }
        return doubles
                ? Comparator.comparingDouble(Sorting::number)
                : Comparator.comparingLong(value -> ((Value.Int) value).value());
    }

    private static double number(Value value) {
        return value instanceof Value.Int number
                ? (double) number.value()
                : ((Value.Dbl) value).value();
    }
}
