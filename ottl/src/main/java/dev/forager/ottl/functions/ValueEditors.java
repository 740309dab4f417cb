// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.functions;

import dev.forager.ottl.Action;
import dev.forager.ottl.Doc;
import dev.forager.ottl.Editor;
import dev.forager.ottl.EvaluationException;
import dev.forager.ottl.Getter;
import dev.forager.ottl.Named;
import dev.forager.ottl.OttlFunction;
import dev.forager.ottl.OttlValues;
import dev.forager.ottl.Target;
import dev.forager.pdata.ProfileId;
import dev.forager.pdata.SpanId;
import dev.forager.pdata.Status;
import dev.forager.pdata.TraceId;
import dev.forager.pdata.Value;
import dev.forager.pdata.ValueType;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Editors of any value. */
final class ValueEditors {
    static final List<Class<? extends OttlFunction>> ALL = List.of(SetValue.class, Clear.class);

    private ValueEditors() {}

    @Named("set")
    @Doc("Writes a value to a path; nil empties it.")
    record SetValue(@Doc("Where to write.") Target target, @Doc("What to write.") Getter value)
            implements Editor {
        @Override
        public Action compile() {
            return cursor -> target.set(cursor, value.get(cursor));
        }
    }

    @Doc("Writes the empty value of the type that is there; nil where nothing is.")
    record Clear(@Doc("What to empty.") Target target) implements Editor {
        @Override
        public Action compile() {
            return cursor -> target.set(cursor, empty(target.get(cursor)));
        }

        private static @Nullable Object empty(@Nullable Object value) throws EvaluationException {
            return switch (value) {
                case null -> null;
                case Value.Empty _ -> null;
                case Value.Str _ -> Value.of("");
                case Value.Int _ -> Value.of(0);
                case Value.Dbl _ -> Value.of(0.0);
                case Value.Bool _ -> Value.of(false);
                case Value.Bytes _ -> Value.of(new byte[0]);
                case Value.Arr _ -> Value.Arr.of();
                case Value.MapV _ -> Value.MapV.of();
                case Instant _, ZonedDateTime _ -> Instant.EPOCH;
                case Duration _ -> Duration.ZERO;
                case TraceId _ -> TraceId.NONE;
                case SpanId _ -> SpanId.NONE;
                case ProfileId _ -> ProfileId.NONE;
                case Status _ -> new Status();
                case ValueType _ -> new ValueType();
                case List<?> _ -> List.of();
                default ->
                        throw new EvaluationException(
                                "cannot infer zero value for type %s in clear"
                                        .formatted(OttlValues.typeName(value)));
            };
        }
    }
}
