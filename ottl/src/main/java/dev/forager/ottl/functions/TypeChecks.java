// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.functions;

import dev.forager.ottl.Converter;
import dev.forager.ottl.Doc;
import dev.forager.ottl.Getter;
import dev.forager.ottl.OttlFunction;
import dev.forager.ottl.Pure;
import dev.forager.pdata.Value;
import java.util.List;

/** Converters that say of which type a value is. */
final class TypeChecks {
    static final List<Class<? extends OttlFunction>> ALL =
            List.of(
                    IsBool.class,
                    IsDouble.class,
                    IsInt.class,
                    IsString.class,
                    IsMap.class,
                    IsList.class);

    private TypeChecks() {}

    @Pure
    @Doc("Whether a value is a boolean; nil is none.")
    record IsBool(@Doc("The value.") Getter value) implements Converter {
        @Override
        public Getter compile() {
            return cursor -> Value.of(value.get(cursor) instanceof Value.Bool);
        }
    }

    @Pure
    @Doc("Whether a value is a floating point number; nil is none.")
    record IsDouble(@Doc("The value.") Getter value) implements Converter {
        @Override
        public Getter compile() {
            return cursor -> Value.of(value.get(cursor) instanceof Value.Dbl);
        }
    }

    @Pure
    @Doc("Whether a value is an integer; nil is none.")
    record IsInt(@Doc("The value.") Getter value) implements Converter {
        @Override
        public Getter compile() {
            return cursor -> Value.of(value.get(cursor) instanceof Value.Int);
        }
    }

    @Pure
    @Doc("Whether a value is a string; nil is none.")
    record IsString(@Doc("The value.") Getter value) implements Converter {
        @Override
        public Getter compile() {
            return cursor -> Value.of(value.get(cursor) instanceof Value.Str);
        }
    }

    @Pure
    @Doc("Whether a value is a map; nil is none.")
    record IsMap(@Doc("The value.") Getter value) implements Converter {
        @Override
        public Getter compile() {
            return cursor -> Value.of(value.get(cursor) instanceof Value.MapV);
        }
    }

    @Pure
    @Doc("Whether a value is a list; nil is none.")
    record IsList(@Doc("The value.") Getter value) implements Converter {
        @Override
        public Getter compile() {
            return cursor -> {
                Object present = value.get(cursor);
                return Value.of(present instanceof Value.Arr || present instanceof List<?>);
            };
        }
    }
}
