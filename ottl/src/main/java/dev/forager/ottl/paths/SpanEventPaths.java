// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.paths;

import dev.forager.ottl.EvaluationException;
import java.util.Map;

/** Paths of an event of a span. */
final class SpanEventPaths {
    static final Map<String, PathField> FIELDS =
            Map.ofEntries(
                    Map.entry(
                            "time_unix_nano",
                            Fields.ints(
                                    c -> c.spanEvent().timeUnixNano(),
                                    (c, v) -> c.spanEvent().timeUnixNano(v))),
                    Map.entry(
                            "time",
                            Fields.time(
                                    c -> c.spanEvent().timeUnixNano(),
                                    (c, v) -> c.spanEvent().timeUnixNano(v))),
                    Map.entry(
                            "name",
                            Fields.text(
                                    c -> c.spanEvent().nameUtf8(),
                                    (c, v) -> c.spanEvent().nameUtf8(v))),
                    Map.entry("attributes", Fields.attributes(c -> c.spanEvent().attributes())),
                    Map.entry(
                            "dropped_attributes_count",
                            Fields.ints(
                                    c ->
                                            Integer.toUnsignedLong(
                                                    c.spanEvent().droppedAttributesCount()),
                                    (c, v) -> c.spanEvent().droppedAttributesCount((int) v))),
                    Map.entry(
                            "event_index", Fields.ints(c -> c.partIndex(), (c, v) -> readOnly())));

    private SpanEventPaths() {}

    private static void readOnly() throws EvaluationException {
        throw new EvaluationException("the 'event_index' path cannot be modified");
    }
}
