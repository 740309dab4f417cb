// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.paths;

import dev.forager.ottl.AttributesTarget;
import dev.forager.ottl.Cursor;
import dev.forager.ottl.EvaluationException;
import dev.forager.ottl.LongGetter;
import dev.forager.ottl.OttlValues;
import dev.forager.ottl.Target;
import dev.forager.pdata.Attributes;
import dev.forager.pdata.SpanId;
import dev.forager.pdata.TraceId;
import dev.forager.pdata.Value;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Accessors of the types that fields of records have. */
final class Fields {
    private Fields() {}

    /** Reads an integer of a record. */
    @FunctionalInterface
    interface LongReader {
        long read(Cursor cursor) throws EvaluationException;
    }

    /** Writes an integer of a record. */
    @FunctionalInterface
    interface LongWriter {
        void write(Cursor cursor, long value) throws EvaluationException;
    }

    /** Reads a part of a record. */
    @FunctionalInterface
    interface Reader<T extends @Nullable Object> {
        T read(Cursor cursor) throws EvaluationException;
    }

    /** Writes a part of a record. */
    @FunctionalInterface
    interface Writer<T extends @Nullable Object> {
        void write(Cursor cursor, T value) throws EvaluationException;
    }

    /** A field without keys or parts. */
    static PathField leaf(Target target) {
        return tail -> {
            tail.end();
            return target;
        };
    }

    static PathField ints(LongReader reader, LongWriter writer) {
        return leaf(new LongField(reader, (cursor, value) -> writer.write(cursor, integer(value))));
    }

    /** A number that stays what it is, whatever is written to it. */
    static PathField fixed(LongReader reader) {
        return leaf(new LongField(reader, (cursor, value) -> {}));
    }

    private record LongField(LongReader reader, Writer<@Nullable Object> writer)
            implements Target, LongGetter {
        @Override
        public long getLong(Cursor cursor) throws EvaluationException {
            return reader.read(cursor);
        }

        @Override
        public Object get(Cursor cursor) throws EvaluationException {
            return Value.of(reader.read(cursor));
        }

        @Override
        public void set(Cursor cursor, @Nullable Object value) throws EvaluationException {
            writer.write(cursor, value);
        }
    }

    static PathField text(Reader<Value.Str> reader, Writer<Value.Str> writer) {
        return leaf(textTarget(reader, writer));
    }

    static Target textTarget(Reader<Value.Str> reader, Writer<Value.Str> writer) {
        return target(reader, (cursor, value) -> writer.write(cursor, string(value)));
    }

    /** Nanoseconds since the epoch as a time. */
    static PathField time(LongReader reader, LongWriter writer) {
        return leaf(
                target(
                        cursor -> OttlValues.instant(reader.read(cursor)),
                        (cursor, value) -> {
                            Instant time = time(value);
                            writer.write(cursor, OttlValues.unixNanos(time));
                        }));
    }

    /** A time wherever it was. */
    static Instant time(@Nullable Object value) throws EvaluationException {
        return value instanceof ZonedDateTime zoned
                ? zoned.toInstant()
                : expect(Instant.class, "time.Time", value);
    }

    static PathField traceId(Reader<TraceId> reader, Writer<TraceId> writer) {
        Target whole =
                target(
                        reader,
                        (cursor, value) ->
                                writer.write(
                                        cursor, expect(TraceId.class, "pcommon.TraceID", value)));
        Target text =
                textTarget(
                        cursor -> Value.Str.of(idText(reader.read(cursor))),
                        (cursor, value) -> writer.write(cursor, Ids.traceId(value.string())));
        return withString(whole, text);
    }

    private static String idText(TraceId id) {
        return id.hex();
    }

    static PathField spanId(Reader<SpanId> reader, Writer<SpanId> writer) {
        Target whole =
                target(
                        reader,
                        (cursor, value) ->
                                writer.write(
                                        cursor, expect(SpanId.class, "pcommon.SpanID", value)));
        Target text =
                textTarget(
                        cursor -> Value.Str.of(reader.read(cursor).hex()),
                        (cursor, value) -> writer.write(cursor, Ids.spanId(value.string())));
        return withString(whole, text);
    }

    /** A field that also has the part {@code string}. */
    static PathField withString(Target whole, Target text) {
        return tail -> {
            tail.noKeys();
            if (!tail.hasNext()) {
                return whole;
            }
            Tail part = tail.next();
            if (!part.name().equals("string")) {
                throw part.unknown(List.of("string"));
            }
            part.end();
            return text;
        };
    }

    /** Attributes as a whole, or what stands at keys in them. */
    static PathField attributes(Reader<Attributes> reader) {
        AttributesTarget whole = cursor -> reader.read(cursor);
        return tail -> {
            tail.noNext();
            return tail.keys().isEmpty() ? whole : new AttributePath(reader, tail.keys());
        };
    }

    /** A list of records; writing copies them. */
    static <T> PathField records(Class<T> type, Reader<List<T>> reader, UnaryOperator<T> copy) {
        return leaf(
                target(
                        reader,
                        (cursor, value) -> setRecords(type, reader.read(cursor), value, copy)));
    }

    static <T> void setRecords(
            Class<T> type, List<T> list, @Nullable Object value, UnaryOperator<T> copy)
            throws EvaluationException {
        List<T> copies = new ArrayList<>();
        if (value != null) {
            for (Object element : expect(List.class, OttlValues.recordsName(type), value)) {
                copies.add(copy.apply(expect(type, type.getSimpleName(), element)));
            }
        }
        list.clear();
        list.addAll(copies);
    }

    static Target target(
            Reader<? extends @Nullable Object> reader, Writer<@Nullable Object> writer) {
        return new Accessor(reader, writer);
    }

    private record Accessor(
            Reader<? extends @Nullable Object> reader, Writer<@Nullable Object> writer)
            implements Target {
        @Override
        public @Nullable Object get(Cursor cursor) throws EvaluationException {
            return reader.read(cursor);
        }

        @Override
        public void set(Cursor cursor, @Nullable Object value) throws EvaluationException {
            writer.write(cursor, value);
        }
    }

    static Value.Str string(@Nullable Object value) throws EvaluationException {
        return expect(Value.Str.class, "string", value);
    }

    static long integer(@Nullable Object value) throws EvaluationException {
        return expect(Value.Int.class, "int64", value).value();
    }

    static double floating(@Nullable Object value) throws EvaluationException {
        return expect(Value.Dbl.class, "float64", value).value();
    }

    static boolean bool(@Nullable Object value) throws EvaluationException {
        return expect(Value.Bool.class, "bool", value).value();
    }

    static <T> T expect(Class<T> type, String name, @Nullable Object value)
            throws EvaluationException {
        if (value == null) {
            throw new EvaluationException("setting a value to nil is not supported");
        }
        if (!type.isInstance(value)) {
            throw new EvaluationException(
                    "expects %s but got %s".formatted(name, OttlValues.typeName(value)));
        }
        return type.cast(value);
    }
}
