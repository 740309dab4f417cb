// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.functions;

import dev.forager.ottl.Converter;
import dev.forager.ottl.Doc;
import dev.forager.ottl.Getter;
import dev.forager.ottl.OttlFunction;
import dev.forager.ottl.Pure;
import dev.forager.ottl.StringGetter;
import dev.forager.ottl.text.WordCase;
import dev.forager.pdata.Value;
import java.util.List;

/** Converters of upper case, lower case and the spelling of names. */
final class Spellings {
    static final List<Class<? extends OttlFunction>> ALL =
            List.of(
                    ConvertCase.class,
                    ToLowerCase.class,
                    ToUpperCase.class,
                    ToSnakeCase.class,
                    ToCamelCase.class);

    private Spellings() {}

    private static Getter spelled(StringGetter target, WordCase spelling) {
        return cursor -> Value.of(spelling.apply(target.get(cursor)));
    }

    @Pure
    @Doc("A string in another spelling.")
    record ConvertCase(
            @Doc("The string.") StringGetter target, @Doc("The spelling.") WordCase toCase)
            implements Converter {
        @Override
        public Getter compile() {
            return spelled(target, toCase);
        }
    }

    @Pure
    @Doc("A string in lower case.")
    record ToLowerCase(@Doc("The string.") StringGetter target) implements Converter {
        @Override
        public Getter compile() {
            return spelled(target, WordCase.LOWER);
        }
    }

    @Pure
    @Doc("A string in upper case.")
    record ToUpperCase(@Doc("The string.") StringGetter target) implements Converter {
        @Override
        public Getter compile() {
            return spelled(target, WordCase.UPPER);
        }
    }

    @Pure
    @Doc("A name as some_name.")
    record ToSnakeCase(@Doc("The name.") StringGetter target) implements Converter {
        @Override
        public Getter compile() {
            return spelled(target, WordCase.SNAKE);
        }
    }

    @Pure
    @Doc("A name as SomeName.")
    record ToCamelCase(@Doc("The name.") StringGetter target) implements Converter {
        @Override
        public Getter compile() {
            return spelled(target, WordCase.CAMEL);
        }
    }
}
