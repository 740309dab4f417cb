// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.paths;

import java.util.Map;

/** Paths of a metric. */
final class MetricPaths {
    static final Map<String, PathField> FIELDS =
            Map.ofEntries(
                    Map.entry(
                            "name",
                            Fields.text(
                                    c -> c.metric().nameUtf8(), (c, v) -> c.metric().nameUtf8(v))),
                    Map.entry(
                            "description",
                            Fields.text(
                                    c -> c.metric().descriptionUtf8(),
                                    (c, v) -> c.metric().descriptionUtf8(v))),
                    Map.entry(
                            "unit",
                            Fields.text(
                                    c -> c.metric().unitUtf8(), (c, v) -> c.metric().unitUtf8(v))),
                    Map.entry("type", Fields.fixed(c -> MetricKinds.type(c.metric()))),
                    Map.entry(
                            "aggregation_temporality",
                            Fields.leaf(
                                    Fields.target(
                                            c -> MetricKinds.temporality(c.metric()),
                                            (c, v) -> MetricKinds.temporality(c.metric(), v)))),
                    Map.entry(
                            "is_monotonic",
                            Fields.leaf(
                                    Fields.target(
                                            c -> MetricKinds.isMonotonic(c.metric()),
                                            (c, v) -> MetricKinds.isMonotonic(c.metric(), v)))),
                    Map.entry(
                            "data_points",
                            Fields.leaf(
                                    Fields.target(
                                            c -> MetricKinds.points(c.metric()),
                                            (c, v) -> MetricKinds.points(c.metric(), v)))),
                    Map.entry("metadata", Fields.attributes(c -> c.metric().metadata())));

    private MetricPaths() {}
}
