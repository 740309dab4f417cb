// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.paths;

import java.util.Map;

/** Paths of a data point; what its kind lacks reads as nil. */
final class DataPointPaths {
    static final Map<String, PathField> FIELDS =
            Map.ofEntries(
                    Map.entry("attributes", Fields.attributes(c -> c.dataPoint().attributes())),
                    Map.entry(
                            "start_time_unix_nano",
                            Fields.ints(
                                    c -> c.dataPoint().startTimeUnixNano(),
                                    (c, v) -> c.dataPoint().startTimeUnixNano(v))),
                    Map.entry(
                            "time_unix_nano",
                            Fields.ints(
                                    c -> c.dataPoint().timeUnixNano(),
                                    (c, v) -> c.dataPoint().timeUnixNano(v))),
                    Map.entry(
                            "start_time",
                            Fields.time(
                                    c -> c.dataPoint().startTimeUnixNano(),
                                    (c, v) -> c.dataPoint().startTimeUnixNano(v))),
                    Map.entry(
                            "time",
                            Fields.time(
                                    c -> c.dataPoint().timeUnixNano(),
                                    (c, v) -> c.dataPoint().timeUnixNano(v))),
                    Map.entry(
                            "flags",
                            Fields.ints(
                                    c -> Integer.toUnsignedLong(c.dataPoint().flags()),
                                    (c, v) -> c.dataPoint().flags((int) v))),
                    Map.entry(
                            "value_double",
                            Fields.leaf(
                                    Fields.target(
                                            c -> Points.valueDouble(c.dataPoint()),
                                            (c, v) -> Points.valueDouble(c.dataPoint(), v)))),
                    Map.entry(
                            "value_int",
                            Fields.leaf(
                                    Fields.target(
                                            c -> Points.valueInt(c.dataPoint()),
                                            (c, v) -> Points.valueInt(c.dataPoint(), v)))),
                    Map.entry(
                            "exemplars",
                            Fields.leaf(
                                    Fields.target(
                                            c -> Points.exemplars(c.dataPoint()),
                                            (c, v) -> Points.exemplars(c.dataPoint(), v)))),
                    Map.entry(
                            "count",
                            Fields.leaf(
                                    Fields.target(
                                            c -> Points.count(c.dataPoint()),
                                            (c, v) -> Points.count(c.dataPoint(), v)))),
                    Map.entry(
                            "sum",
                            Fields.leaf(
                                    Fields.target(
                                            c -> Points.sum(c.dataPoint()),
                                            (c, v) -> Points.sum(c.dataPoint(), v)))),
                    Map.entry(
                            "bucket_counts",
                            Fields.leaf(
                                    Fields.target(
                                            c -> Points.bucketCounts(c.dataPoint()),
                                            (c, v) -> Points.bucketCounts(c.dataPoint(), v)))),
                    Map.entry(
                            "explicit_bounds",
                            Fields.leaf(
                                    Fields.target(
                                            c -> Points.explicitBounds(c.dataPoint()),
                                            (c, v) -> Points.explicitBounds(c.dataPoint(), v)))),
                    Map.entry(
                            "scale",
                            Fields.leaf(
                                    Fields.target(
                                            c -> Points.scale(c.dataPoint()),
                                            (c, v) -> Points.scale(c.dataPoint(), v)))),
                    Map.entry(
                            "zero_count",
                            Fields.leaf(
                                    Fields.target(
                                            c -> Points.zeroCount(c.dataPoint()),
                                            (c, v) -> Points.zeroCount(c.dataPoint(), v)))),
                    Map.entry("positive", tail -> ExponentialBuckets.resolve(tail, true)),
                    Map.entry("negative", tail -> ExponentialBuckets.resolve(tail, false)),
                    Map.entry(
                            "quantile_values",
                            Fields.leaf(
                                    Fields.target(
                                            c -> Points.quantileValues(c.dataPoint()),
                                            (c, v) -> Points.quantileValues(c.dataPoint(), v)))));

    private DataPointPaths() {}
}
