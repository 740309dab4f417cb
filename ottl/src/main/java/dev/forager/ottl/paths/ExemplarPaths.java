// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.paths;

import dev.forager.pdata.Value;
import java.util.Map;

/** Paths of an exemplar. */
final class ExemplarPaths {
    static final Map<String, PathField> FIELDS =
            Map.ofEntries(
                    Map.entry(
                            "time_unix_nano",
                            Fields.ints(
                                    c -> c.exemplar().timeUnixNano(),
                                    (c, v) -> c.exemplar().timeUnixNano(v))),
                    Map.entry(
                            "time",
                            Fields.time(
                                    c -> c.exemplar().timeUnixNano(),
                                    (c, v) -> c.exemplar().timeUnixNano(v))),
                    Map.entry(
                            "trace_id",
                            Fields.traceId(
                                    c -> c.exemplar().traceId(),
                                    (c, v) -> c.exemplar().traceId(v))),
                    Map.entry(
                            "span_id",
                            Fields.spanId(
                                    c -> c.exemplar().spanId(), (c, v) -> c.exemplar().spanId(v))),
                    Map.entry(
                            "double_value",
                            Fields.leaf(
                                    Fields.target(
                                            c -> Value.of(c.exemplar().asDouble()),
                                            (c, v) -> c.exemplar().asDouble(Fields.floating(v))))),
                    Map.entry(
                            "int_value",
                            Fields.ints(
                                    c -> c.exemplar().asInt(), (c, v) -> c.exemplar().asInt(v))),
                    Map.entry(
                            "filtered_attributes",
                            Fields.attributes(c -> c.exemplar().filteredAttributes())));

    private ExemplarPaths() {}
}
