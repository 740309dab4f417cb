// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.kernel;

import dev.forager.pdata.Attributes;
import dev.forager.pdata.DataPoint;
import dev.forager.pdata.ExponentialHistogramDataPoint;
import dev.forager.pdata.Metric;
import dev.forager.pdata.Metrics;
import dev.forager.pdata.NumberDataPoint;
import dev.forager.pdata.Payload;
import dev.forager.pdata.ResourceMetrics;
import dev.forager.pdata.ScopeMetrics;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/** The points of one metric in a collection, with their resources. Immutable. */
public final class Points {
    private final List<Point> points;

    /** A point and the attributes of its resource. */
    public record Point(Attributes resource, DataPoint data) {
        /** Whether an attribute of the point has this value. */
        public boolean has(String key, Object value) {
            return String.valueOf(data.attributes().get(key)).equals(value.toString());
        }

        /** Whether the resource is this control group's. */
        public boolean isOf(TestCgroup cgroup) {
            return resource.getString("process.linux.cgroup", "").equals(cgroup.path());
        }

        /** The count of a histogram, the value of a sum. */
        public long value() {
            return switch (data) {
                case NumberDataPoint number -> number.asInt();
                case ExponentialHistogramDataPoint histogram -> histogram.count();
                default -> throw new IllegalStateException(data.toString());
            };
        }
    }

    private Points(List<Point> points) {
        this.points = points;
    }

    /** Of the metric with this name. */
    public static Points of(Payload payload, String name) {
        List<Point> found = new ArrayList<>();
        for (ResourceMetrics resource : ((Metrics) payload.open()).resources()) {
            for (ScopeMetrics scope : resource.scopes()) {
                for (Metric metric : scope.metrics()) {
                    if (metric.name().equals(name)) {
                        Objects.requireNonNull(metric.data())
                                .dataPoints()
                                .forEach(
                                        each ->
                                                found.add(
                                                        new Point(
                                                                resource.resource().attributes(),
                                                                (DataPoint) each)));
                    }
                }
            }
        }
        return new Points(found);
    }

    /** Those that fulfil a condition. */
    public Points where(Predicate<Point> condition) {
        return new Points(points.stream().filter(condition).toList());
    }

    /** Those with an attribute of this value. */
    public Points where(String key, Object value) {
        return where(each -> each.has(key, value));
    }

    /** The sum of their values. */
    public long total() {
        return points.stream().mapToLong(Point::value).sum();
    }

    /** The one point that there is. */
    public DataPoint only() {
        if (points.size() != 1) {
            throw new IllegalStateException("%d points (expected: one)".formatted(points.size()));
        }
        return points.getFirst().data;
    }

    /** All of them. */
    public List<Point> all() {
        return points;
    }
}
