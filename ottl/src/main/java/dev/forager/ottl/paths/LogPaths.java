// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.paths;

import dev.forager.ottl.CompileException;
import dev.forager.ottl.Cursor;
import dev.forager.ottl.EvaluationException;
import dev.forager.ottl.Indexing;
import dev.forager.ottl.Key;
import dev.forager.ottl.OttlValues;
import dev.forager.ottl.Target;
import dev.forager.pdata.LogRecord;
import dev.forager.pdata.Value;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Paths of a log record. */
final class LogPaths {
    static final Map<String, PathField> FIELDS =
            Map.ofEntries(
                    Map.entry(
                            "time_unix_nano",
                            Fields.ints(
                                    c -> c.log().timeUnixNano(),
                                    (c, nanos) -> c.log().timeUnixNano(nanos))),
                    Map.entry(
                            "observed_time_unix_nano",
                            Fields.ints(
                                    c -> c.log().observedTimeUnixNano(),
                                    (c, nanos) -> c.log().observedTimeUnixNano(nanos))),
                    Map.entry(
                            "time",
                            Fields.time(
                                    c -> c.log().timeUnixNano(),
                                    (c, nanos) -> c.log().timeUnixNano(nanos))),
                    Map.entry(
                            "observed_time",
                            Fields.time(
                                    c -> c.log().observedTimeUnixNano(),
                                    (c, nanos) -> c.log().observedTimeUnixNano(nanos))),
                    Map.entry(
                            "severity_number",
                            Fields.ints(
                                    c -> c.log().severityNumberValue(),
                                    (c, number) -> c.log().severityNumberValue((int) number))),
                    Map.entry(
                            "severity_text",
                            Fields.text(
                                    c -> c.log().severityTextUtf8(),
                                    (c, text) -> c.log().severityTextUtf8(text))),
                    Map.entry("body", LogPaths::body),
                    Map.entry("attributes", Fields.attributes(c -> c.log().attributes())),
                    Map.entry(
                            "dropped_attributes_count",
                            Fields.ints(
                                    c -> Integer.toUnsignedLong(c.log().droppedAttributesCount()),
                                    (c, count) -> c.log().droppedAttributesCount((int) count))),
                    Map.entry(
                            "flags",
                            Fields.ints(
                                    c -> Integer.toUnsignedLong(c.log().flags()),
                                    (c, flags) -> c.log().flags((int) flags))),
                    Map.entry(
                            "trace_id",
                            Fields.traceId(c -> c.log().traceId(), (c, id) -> c.log().traceId(id))),
                    Map.entry(
                            "span_id",
                            Fields.spanId(c -> c.log().spanId(), (c, id) -> c.log().spanId(id))),
                    Map.entry(
                            "event_name",
                            Fields.text(
                                    c -> c.log().eventNameUtf8(),
                                    (c, name) -> c.log().eventNameUtf8(name))));

    private LogPaths() {}

    private static Target body(Tail tail) throws CompileException {
        if (!tail.keys().isEmpty()) {
            tail.noNext();
            return new BodyKey(tail.keys());
        }
        return Fields.withString(
                        Fields.target(
                                c -> OttlValues.of(c.log().body()),
                                (c, value) -> setBody(c.log(), value)),
                        Fields.textTarget(
                                c -> OttlValues.display(c.log().body()),
                                (c, text) -> c.log().body(text)))
                .resolve(tail);
    }

    private static void setBody(LogRecord record, @Nullable Object value)
            throws EvaluationException {
        record.body(OttlValues.toValue(value));
    }

    /** {@code body["key"]}: only in bodies that are maps or lists already. */
    private record BodyKey(List<Key> keys) implements Target {
        @Override
        public @Nullable Object get(Cursor cursor) throws EvaluationException {
            return Indexing.get(container(cursor), keys, 0, cursor);
        }

        @Override
        public void set(Cursor cursor, @Nullable Object value) throws EvaluationException {
            Indexing.Write write = new Indexing.Write(keys, cursor, value);
            cursor.log().body(write.into(container(cursor), 0));
            write.check();
        }

        private static Value container(Cursor cursor) throws EvaluationException {
            Value body = cursor.log().body();
            if (body instanceof Value.MapV || body instanceof Value.Arr) {
                return body;
            }
            throw new EvaluationException(
                    "log bodies of type %s cannot be indexed".formatted(OttlValues.kindName(body)));
        }
    }
}
