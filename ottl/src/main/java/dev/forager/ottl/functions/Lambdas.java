// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.functions;

import dev.forager.ottl.Converter;
import dev.forager.ottl.Cursor;
import dev.forager.ottl.Doc;
import dev.forager.ottl.EvaluationException;
import dev.forager.ottl.Getter;
import dev.forager.ottl.Lambda;
import dev.forager.ottl.OttlFunction;
import dev.forager.ottl.OttlValues;
import dev.forager.pdata.KeyValue;
import dev.forager.pdata.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Converters that ask a lambda about each element of a list or map. */
final class Lambdas {
    static final List<Class<? extends OttlFunction>> ALL = List.of(Any.class, Filter.class);

    private Lambdas() {}

    private static EvaluationException noContainer(@Nullable Object value) {
        return OttlValues.expected("pcommon.Map or pcommon.Slice", value);
    }

    @Doc("Whether a condition holds for an element of a list or an entry of a map.")
    record Any(
            @Doc("List or map.") Getter target,
            @Doc("(index or key, value) => condition.") Lambda condition)
            implements Converter {
        @Override
        public Getter compile() {
            condition.withParameters(2);
            return cursor -> Value.of(any(cursor, target.get(cursor)));
        }

        private boolean any(Cursor cursor, @Nullable Object container) throws EvaluationException {
            return switch (container) {
                case Value.Arr array -> any(cursor, array.values());
                case Value.MapV map -> any(cursor, map);
                case null, default -> throw noContainer(container);
            };
        }

        private boolean any(Cursor cursor, List<Value> values) throws EvaluationException {
            for (int i = 0; i < values.size(); i++) {
                if (condition.test(cursor, Value.of((long) i), OttlValues.of(values.get(i)))) {
                    return true;
                }
            }
            return false;
        }

        private boolean any(Cursor cursor, Value.MapV map) throws EvaluationException {
            for (KeyValue entry : map.entries()) {
                if (condition.test(cursor, entry.keyText(), OttlValues.of(entry.value()))) {
                    return true;
                }
            }
            return false;
        }
    }

    @Doc("The elements of a list or entries of a map for which a condition holds.")
    record Filter(
            @Doc("List or map.") Getter target,
            @Doc("(index or key, value) => condition.") Lambda condition)
            implements Converter {
        @Override
        public Getter compile() {
            condition.withParameters(2);
            return cursor -> {
                Object container = target.get(cursor);
                return switch (container) {
                    case Value.Arr array -> filter(cursor, array);
                    case Value.MapV map -> filter(cursor, map);
                    case null, default -> throw noContainer(container);
                };
            };
        }

        private Value filter(Cursor cursor, Value.Arr array) throws EvaluationException {
            List<Value> kept = new ArrayList<>();
            List<Value> values = array.values();
            for (int i = 0; i < values.size(); i++) {
                Value value = values.get(i);
                if (condition.test(cursor, Value.of((long) i), OttlValues.of(value))) {
                    kept.add(value);
                }
            }
            return Value.Arr.of(kept);
        }

        private Value filter(Cursor cursor, Value.MapV map) throws EvaluationException {
            List<KeyValue> kept = new ArrayList<>();
            for (KeyValue entry : map.entries()) {
                if (condition.test(cursor, entry.keyText(), OttlValues.of(entry.value()))) {
                    kept.add(entry);
                }
            }
            return Value.MapV.of(kept);
        }
    }
}
