// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.paths;

import dev.forager.ottl.EvaluationException;
import dev.forager.pdata.SpanEvent;
import dev.forager.pdata.SpanLink;
import java.util.Map;

/** Paths of a span. */
final class SpanPaths {
    static final Map<String, PathField> FIELDS =
            Map.ofEntries(
                    Map.entry(
                            "trace_id",
                            Fields.traceId(c -> c.span().traceId(), (c, v) -> c.span().traceId(v))),
                    Map.entry(
                            "span_id",
                            Fields.spanId(c -> c.span().spanId(), (c, v) -> c.span().spanId(v))),
                    Map.entry(
                            "parent_span_id",
                            Fields.spanId(
                                    c -> c.span().parentSpanId(),
                                    (c, v) -> c.span().parentSpanId(v))),
                    Map.entry("trace_state", TraceStatePath::resolve),
                    Map.entry(
                            "name",
                            Fields.text(c -> c.span().nameUtf8(), (c, v) -> c.span().nameUtf8(v))),
                    Map.entry("kind", SpanKinds::resolve),
                    Map.entry(
                            "start_time_unix_nano",
                            Fields.ints(
                                    c -> c.span().startTimeUnixNano(),
                                    (c, v) -> c.span().startTimeUnixNano(v))),
                    Map.entry(
                            "end_time_unix_nano",
                            Fields.ints(
                                    c -> c.span().endTimeUnixNano(),
                                    (c, v) -> c.span().endTimeUnixNano(v))),
                    Map.entry(
                            "start_time",
                            Fields.time(
                                    c -> c.span().startTimeUnixNano(),
                                    (c, v) -> c.span().startTimeUnixNano(v))),
                    Map.entry(
                            "end_time",
                            Fields.time(
                                    c -> c.span().endTimeUnixNano(),
                                    (c, v) -> c.span().endTimeUnixNano(v))),
                    Map.entry("attributes", Fields.attributes(c -> c.span().attributes())),
                    Map.entry(
                            "dropped_attributes_count",
                            Fields.ints(
                                    c -> Integer.toUnsignedLong(c.span().droppedAttributesCount()),
                                    (c, v) -> c.span().droppedAttributesCount((int) v))),
                    Map.entry(
                            "events",
                            Fields.records(
                                    SpanEvent.class, c -> c.span().events(), SpanEvent::copy)),
                    Map.entry(
                            "dropped_events_count",
                            Fields.ints(
                                    c -> Integer.toUnsignedLong(c.span().droppedEventsCount()),
                                    (c, v) -> c.span().droppedEventsCount((int) v))),
                    Map.entry(
                            "links",
                            Fields.records(SpanLink.class, c -> c.span().links(), SpanLink::copy)),
                    Map.entry(
                            "dropped_links_count",
                            Fields.ints(
                                    c -> Integer.toUnsignedLong(c.span().droppedLinksCount()),
                                    (c, v) -> c.span().droppedLinksCount((int) v))),
                    Map.entry("status", SpanStatus::resolve),
                    Map.entry(
                            "flags",
                            Fields.ints(
                                    c -> Integer.toUnsignedLong(c.span().flags()),
                                    (c, v) -> c.span().flags(unsigned(v)))));

    private SpanPaths() {}

    private static int unsigned(long value) throws EvaluationException {
        if (value != (value & 0xffff_ffffL)) {
            throw new EvaluationException("value %d is out of range for uint32".formatted(value));
        }
        return (int) value;
    }
}
