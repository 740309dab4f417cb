// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.connectors.signaltometrics;

import dev.forager.connectors.distribution.Distribution;
import dev.forager.connectors.distribution.ExplicitCounts;
import dev.forager.connectors.distribution.ExponentialCounts;
import dev.forager.connectors.signaltometrics.SignalToMetricsConnectorConfig.MetricInfo;
import dev.forager.pdata.AggregationTemporality;
import dev.forager.pdata.Attributes;
import dev.forager.pdata.DataPoint;
import dev.forager.pdata.Gauge;
import dev.forager.pdata.KeyValue;
import dev.forager.pdata.MetricData;
import dev.forager.pdata.NumberDataPoint;
import dev.forager.pdata.Sum;
import dev.forager.pdata.Value;
import org.jspecify.annotations.Nullable;

/** The values of one data point. Confined to one request. */
final class PointSum {
    private static final double[] DEFAULT_BOUNDS = {
        2, 4, 6, 8, 10, 50, 100, 200, 400, 800, 1000, 1400, 2000, 5000, 10_000, 15_000
    };
    private static final int DEFAULT_BUCKETS = 160;
    private static final int MAX_BUCKETS = 16384;

    private final Attributes labels;
    private final boolean isGauge;
    private final @Nullable Distribution distribution;
    private Value number = Value.of(0L);

    PointSum(MetricInfo info, Attributes labels) {
        this.labels = labels;
        isGauge = info.gauge() != null;
        distribution = distribution(info);
    }

    private static @Nullable Distribution distribution(MetricInfo info) {
        if (info.exponentialHistogram() != null) {
            int most = info.exponentialHistogram().maxSize();
            return new ExponentialCounts(
                    Math.clamp(most == 0 ? DEFAULT_BUCKETS : most, 2, MAX_BUCKETS));
        }
        if (info.histogram() == null) {
            return null;
        }
        double[] bounds =
                info.histogram().buckets().stream().mapToDouble(Double::doubleValue).toArray();
        return new ExplicitCounts(bounds.length == 0 ? DEFAULT_BOUNDS : bounds);
    }

    void add(Value value, long times) {
        if (distribution != null) {
            distribution.record(asDouble(value), times);
        } else if (isGauge) {
            number = value;
        } else if (number instanceof Value.Int before && value instanceof Value.Int more) {
            number = Value.of(before.value() + more.value());
        } else {
            number = Value.of(asDouble(number) + asDouble(value));
        }
    }

    private static double asDouble(Value value) {
        return switch (value) {
            case Value.Int number -> number.value();
            case Value.Dbl number -> number.value();
            default -> 0;
        };
    }

    /** An empty metric for this point and its sisters. */
    MetricData newData(MetricInfo info) {
        if (distribution != null) {
            return distribution.newData(AggregationTemporality.DELTA);
        }
        return info.sum() == null
                ? new Gauge()
                : new Sum()
                        .isMonotonic(info.sum().isMonotonic())
                        .aggregationTemporality(AggregationTemporality.DELTA);
    }

    void writeTo(MetricData data, long nowNanos) {
        DataPoint point =
                switch (data) {
                    case Sum sum -> fill(sum.addDataPoint());
                    case Gauge gauge -> fill(gauge.addDataPoint());
                    default -> {
                        if (distribution == null) {
                            throw new IllegalStateException("a histogram without a distribution");
                        }
                        yield distribution.addPoint(data).point();
                    }
                };
        point.timeUnixNano(nowNanos);
        for (KeyValue label : labels) {
            point.attributes().add(label);
        }
    }

    private NumberDataPoint fill(NumberDataPoint point) {
        return number instanceof Value.Int integer
                ? point.asInt(integer.value())
                : point.asDouble(asDouble(number));
    }
}
