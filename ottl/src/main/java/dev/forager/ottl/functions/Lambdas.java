// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.functions;

import dev.forager.ottl.Converter;
import dev.forager.ottl.Cursor;
import dev.forager.ottl.Doc;
import dev.forager.ottl.EvaluationException;
import dev.forager.ottl.Getter;
import dev.forager.ottl.Lambda;
import dev.forager.ottl.MapGetter;
import dev.forager.ottl.OttlFunction;
import dev.forager.ottl.OttlValues;
import dev.forager.pdata.Attributes;
import dev.forager.pdata.KeyValue;
import dev.forager.pdata.Value;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Converters that ask a lambda about each element of a list or map. */
final class Lambdas {
    static final List<Class<? extends OttlFunction>> ALL =
            List.of(
                    All.class,
                    Any.class,
                    Filter.class,
                    Find.class,
                    MapEach.class,
                    MapKeys.class,
                    Reduce.class,
                    When.class);

    private Lambdas() {}

    @Doc("Whether a condition holds for every element of a list or entry of a map.")
    record All(
            @Doc("List or map.") Getter source,
            @Doc("(index or key, value) => condition.") Lambda predicate)
            implements Converter {
        @Override
        public Getter compile() {
            predicate.withParameters(2);
            return cursor -> Value.of(all(cursor));
        }

        private boolean all(Cursor cursor) throws EvaluationException {
            Elements elements = Elements.of(source, cursor);
            for (int i = 0; i < elements.size(); i++) {
                if (!elements.test(cursor, predicate, i)) {
                    return false;
                }
            }
            return true;
        }
    }

    @Doc("Whether a condition holds for an element of a list or an entry of a map.")
    record Any(
            @Doc("List or map.") Getter source,
            @Doc("(index or key, value) => condition.") Lambda predicate)
            implements Converter {
        @Override
        public Getter compile() {
            predicate.withParameters(2);
            return cursor -> Value.of(any(cursor));
        }

        private boolean any(Cursor cursor) throws EvaluationException {
            Elements elements = Elements.of(source, cursor);
            for (int i = 0; i < elements.size(); i++) {
                if (elements.test(cursor, predicate, i)) {
                    return true;
                }
            }
            return false;
        }
    }

    @Doc("The elements of a list or entries of a map for which a condition holds.")
    record Filter(
            @Doc("List or map.") Getter source,
            @Doc("(index or key, value) => condition.") Lambda predicate)
            implements Converter {
        @Override
        public Getter compile() {
            predicate.withParameters(2);
            return this::filter;
        }

        private Value filter(Cursor cursor) throws EvaluationException {
            Elements elements = Elements.of(source, cursor);
            BitSet kept = new BitSet();
            for (int i = 0; i < elements.size(); i++) {
                kept.set(i, elements.test(cursor, predicate, i));
            }
            return elements.only(kept);
        }
    }

    @Doc("The first element for which a condition holds, or what a lambda makes of it; else nil.")
    record Find(
            @Doc("List or map.") Getter source,
            @Doc("(index or key, value) => condition.") Lambda predicate,
            @Doc("(index or key, value) => result.") @Nullable Lambda mapper)
            implements Converter {
        @Override
        public Getter compile() {
            predicate.withParameters(2);
            if (mapper != null) {
                mapper.withParameters(2);
            }
            return this::find;
        }

        private @Nullable Object find(Cursor cursor) throws EvaluationException {
            Elements elements = Elements.of(source, cursor);
            for (int i = 0; i < elements.size(); i++) {
                if (elements.test(cursor, predicate, i)) {
                    return mapper == null ? elements.value(i) : elements.apply(cursor, mapper, i);
                }
            }
            return null;
        }
    }

    @Doc("A list or map of what a lambda makes of each element.")
    record MapEach(
            @Doc("List or map.") Getter source,
            @Doc("(index or key, value) => new value.") Lambda mapper)
            implements Converter {
        @Override
        public Getter compile() {
            mapper.withParameters(2);
            return this::mapEach;
        }

        private Value mapEach(Cursor cursor) throws EvaluationException {
            Elements elements = Elements.of(source, cursor);
            List<Value> mapped = new ArrayList<>(elements.size());
            for (int i = 0; i < elements.size(); i++) {
                mapped.add(OttlValues.toValue(elements.apply(cursor, mapper, i)));
            }
            return elements.with(mapped);
        }
    }

    @Doc("A map with the keys that a lambda makes; the last value of a key stays.")
    record MapKeys(
            @Doc("The map.") MapGetter source, @Doc("(key, value) => new key.") Lambda keyMapper)
            implements Converter {
        @Override
        public Getter compile() {
            keyMapper.withParameters(2);
            return this::mapKeys;
        }

        private Value mapKeys(Cursor cursor) throws EvaluationException {
            Value.MapV map = source.get(cursor);
            Elements elements = Elements.of(_ -> map, cursor);
            Attributes renamed = Attributes.create();
            for (int i = 0; i < elements.size(); i++) {
                KeyValue entry = map.entries().get(i);
                Object key = elements.apply(cursor, keyMapper, i);
                if (!(key instanceof Value.Str text)) {
                    throw elements.failed(
                            i,
                            new EvaluationException(
                                    "lambda expression must return a value of type string, got "
                                            + OttlValues.goType(key)));
                }
                renamed.put(text, entry.value());
            }
            return renamed.toMap();
        }
    }

    @Doc("What a lambda makes of all elements, one after the other.")
    record Reduce(
            @Doc("List or map.") Getter source,
            @Doc("What it begins with.") Getter seed,
            @Doc("(so far, index or key, value) => so far.") Lambda accumulator)
            implements Converter {
        @Override
        public Getter compile() {
            accumulator.withParameters(3);
            return this::reduce;
        }

        private @Nullable Object reduce(Cursor cursor) throws EvaluationException {
            Elements elements = Elements.of(source, cursor);
            Object soFar = seed.get(cursor);
            for (int i = 0; i < elements.size(); i++) {
                soFar = elements.apply(cursor, accumulator, soFar, i);
            }
            return soFar;
        }
    }

    @Doc("One of two values, of which only that one is evaluated.")
    record When(
            @Doc("() => condition.") Lambda condition,
            @Doc("The value if it holds.") Getter trueValue,
            @Doc("The value if it does not.") Getter falseValue)
            implements Converter {
        @Override
        public Getter compile() {
            condition.withParameters(0);
            return cursor -> (condition.test(cursor) ? trueValue : falseValue).get(cursor);
        }
    }
}
