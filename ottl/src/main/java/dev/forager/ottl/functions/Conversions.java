// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.functions;

import dev.forager.ottl.BoolLikeGetter;
import dev.forager.ottl.Converter;
import dev.forager.ottl.Doc;
import dev.forager.ottl.FloatLikeGetter;
import dev.forager.ottl.Getter;
import dev.forager.ottl.IntLikeGetter;
import dev.forager.ottl.Named;
import dev.forager.ottl.OttlFunction;
import dev.forager.ottl.Pure;
import dev.forager.ottl.StringLikeGetter;
import dev.forager.pdata.Value;
import java.util.List;

/** Converters from one type to another. */
final class Conversions {
    static final List<Class<? extends OttlFunction>> ALL =
            List.of(Bool.class, ToDouble.class, Int.class, ToText.class, Coalesce.class);

    private Conversions() {}

    @Pure
    @Doc("A value as a boolean; nil stays nil.")
    record Bool(@Doc("The value.") BoolLikeGetter target) implements Converter {
        @Override
        public Getter compile() {
            return cursor -> {
                Boolean converted = target.get(cursor);
                return converted == null ? null : Value.of(converted);
            };
        }
    }

    @Pure
    @Named("Double")
    @Doc("A value as a floating point number; nil stays nil.")
    record ToDouble(@Doc("The value.") FloatLikeGetter target) implements Converter {
        @Override
        public Getter compile() {
            return cursor -> {
                Double converted = target.get(cursor);
                return converted == null ? null : Value.of(converted);
            };
        }
    }

    @Pure
    @Doc("A value as an integer; nil stays nil.")
    record Int(@Doc("The value.") IntLikeGetter target) implements Converter {
        @Override
        public Getter compile() {
            return cursor -> {
                Long converted = target.get(cursor);
                return converted == null ? null : Value.of(converted);
            };
        }
    }

    @Pure
    @Named("String")
    @Doc("A value as text; nil stays nil.")
    record ToText(@Doc("The value.") StringLikeGetter target) implements Converter {
        @Override
        public Getter compile() {
            return target::text;
        }
    }

    @Pure
    @Doc("The first of several values that is not nil.")
    record Coalesce(@Doc("At least one value.") List<Getter> values) implements Converter {
        Coalesce {
            if (values.isEmpty()) {
                throw new IllegalArgumentException("must provide at least one value");
            }
        }

        @Override
        public Getter compile() {
            return cursor -> {
                for (Getter value : values) {
                    Object present = value.get(cursor);
                    if (present != null) {
                        return present;
                    }
                }
                return null;
            };
        }
    }
}
