// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.functions;

import dev.forager.ottl.BoolGetter;
import dev.forager.ottl.Converter;
import dev.forager.ottl.Doc;
import dev.forager.ottl.FloatGetter;
import dev.forager.ottl.Getter;
import dev.forager.ottl.IntGetter;
import dev.forager.ottl.MapGetter;
import dev.forager.ottl.OttlFunction;
import dev.forager.ottl.Pure;
import dev.forager.ottl.StringGetter;
import dev.forager.pdata.ProfileId;
import dev.forager.pdata.SpanId;
import dev.forager.pdata.TraceId;
import dev.forager.pdata.Value;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Converters that say of which type a value is. A literal of another type is refused at load, as in
 * the Go collector; whatever else comes is looked at.
 */
final class TypeChecks {
    static final List<Class<? extends OttlFunction>> ALL =
            List.of(
                    IsBool.class,
                    IsDouble.class,
                    IsEmpty.class,
                    IsInt.class,
                    IsString.class,
                    IsMap.class,
                    IsList.class);

    private TypeChecks() {}

    @Pure
    @Doc("Whether a value is a boolean; nil is none.")
    record IsBool(@Doc("The value.") BoolGetter target) implements Converter {
        @Override
        public Getter compile() {
            return cursor -> Value.of(target.any(cursor) instanceof Value.Bool);
        }
    }

    @Pure
    @Doc("Whether a value is a floating point number; nil is none.")
    record IsDouble(@Doc("The value.") FloatGetter target) implements Converter {
        @Override
        public Getter compile() {
            return cursor -> Value.of(target.any(cursor) instanceof Value.Dbl);
        }
    }

    @Pure
    @Doc("Whether a value is nil, empty, zero or false.")
    record IsEmpty(@Doc("The value.") Getter target) implements Converter {
        @Override
        public Getter compile() {
            return cursor -> Value.of(isEmpty(target.get(cursor)));
        }

        private static boolean isEmpty(@Nullable Object value) {
            return switch (value) {
                case null -> true;
                case Value.Empty _ -> true;
                case Value.Str text -> text.byteLength() == 0;
                case Value.Bytes bytes -> bytes.size() == 0;
                case Value.Arr array -> array.values().isEmpty();
                case Value.MapV map -> map.entries().isEmpty();
                case Value.Int number -> number.value() == 0;
                case Value.Dbl number -> number.value() == 0;
                case Value.Bool flag -> !flag.value();
                case TraceId id -> !id.isValid();
                case SpanId id -> !id.isValid();
                case ProfileId id -> !id.isValid();
                case Duration duration -> duration.isZero();
                case List<?> list -> list.isEmpty();
                default -> false;
            };
        }
    }

    @Pure
    @Doc("Whether a value is an integer; nil is none.")
    record IsInt(@Doc("The value.") IntGetter target) implements Converter {
        @Override
        public Getter compile() {
            return cursor -> Value.of(target.any(cursor) instanceof Value.Int);
        }
    }

    @Pure
    @Doc("Whether a value is a string; nil is none.")
    record IsString(@Doc("The value.") StringGetter target) implements Converter {
        @Override
        public Getter compile() {
            return cursor -> Value.of(target.any(cursor) instanceof Value.Str);
        }
    }

    @Pure
    @Doc("Whether a value is a map; nil is none.")
    record IsMap(@Doc("The value.") MapGetter target) implements Converter {
        @Override
        public Getter compile() {
            return cursor -> Value.of(target.any(cursor) instanceof Value.MapV);
        }
    }

    @Pure
    @Doc("Whether a value is a list; nil is none.")
    record IsList(@Doc("The value.") Getter target) implements Converter {
        @Override
        public Getter compile() {
            return cursor -> {
                Object present = target.get(cursor);
                return Value.of(present instanceof Value.Arr || present instanceof List<?>);
            };
        }
    }
}
