// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.metricstarttime;

import com.google.re2j.Pattern;
import dev.forager.pdata.ExponentialHistogram;
import dev.forager.pdata.Gauge;
import dev.forager.pdata.Histogram;
import dev.forager.pdata.Metric;
import dev.forager.pdata.Metrics;
import dev.forager.pdata.NumberDataPoint;
import dev.forager.pdata.Sum;
import dev.forager.pdata.Summary;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the metric of a request that says when its process began, in seconds since 1970. Immutable.
 */
final class StartMetric {
    static final String NAME = "process_start_time_seconds";

    /** Seconds that still fit into 64 bits of nanoseconds. */
    private static final double MAX_SECONDS = Long.MAX_VALUE / 1e9;

    private final @Nullable Pattern pattern;

    StartMetric(@Nullable Pattern pattern) {
        this.pattern = pattern;
    }

    /** What was found: a time, or why there is none. */
    record Finding(long unixNanos, String problem) {
        boolean isUsable() {
            return problem.isEmpty();
        }
    }

    /** The first metric of that name decides. */
    Finding find(Metrics metrics) {
        for (Metric metric : metrics.metrics()) {
            if (isNamed(metric.name())) {
                return switch (metric.data()) {
                    case Gauge gauge -> first(gauge.dataPoints());
                    case Sum sum -> first(sum.dataPoints());
                    case null -> unusable("unsupported data type for start time metric");
                    case Histogram _, ExponentialHistogram _, Summary _ ->
                            unusable("unsupported data type for start time metric");
                };
            }
        }
        return unusable("start_time metric is missing");
    }

    private boolean isNamed(String name) {
        return pattern == null ? name.equals(NAME) : pattern.matcher(name).find();
    }

    private static Finding first(List<NumberDataPoint> points) {
        if (points.isEmpty()) {
            return unusable("start time metric with no data points");
        }
        NumberDataPoint point = points.getFirst();
        double seconds =
                point.valueCase() == NumberDataPoint.ValueCase.AS_INT
                        ? point.asInt()
                        : point.asDouble();
        if (!(seconds >= 0 && seconds < MAX_SECONDS)) {
            return unusable("start time metric is no time: " + seconds);
        }
        long whole = (long) seconds;
        return new Finding(whole * 1_000_000_000 + (long) ((seconds - whole) * 1e9), "");
    }

    private static Finding unusable(String problem) {
        return new Finding(0, problem);
    }
}
