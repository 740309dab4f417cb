// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.prometheusremotewrite;

import dev.forager.pdata.AggregationTemporality;
import dev.forager.pdata.Attributes;
import dev.forager.pdata.DataPoint;
import dev.forager.pdata.ExponentialHistogram;
import dev.forager.pdata.ExponentialHistogramDataPoint;
import dev.forager.pdata.Gauge;
import dev.forager.pdata.Histogram;
import dev.forager.pdata.HistogramDataPoint;
import dev.forager.pdata.Metric;
import dev.forager.pdata.Metrics;
import dev.forager.pdata.NumberDataPoint;
import dev.forager.pdata.Payload;
import dev.forager.pdata.ResourceMetrics;
import dev.forager.pdata.ScopeMetrics;
import dev.forager.pdata.Sum;
import dev.forager.pdata.Summary;
import dev.forager.pdata.SummaryDataPoint;
import dev.forager.pdata.Value;
import java.util.List;
import java.util.Random;

/** Metrics of every kind with odd names, units and labels; the same for the same seed. */
final class RandomMetrics {
    private static final List<String> WORDS =
            List.of(
                    "http",
                    "server",
                    "total",
                    "bytes",
                    "request",
                    "9lives",
                    "a.b",
                    "x__y",
                    "ratio",
                    "per",
                    "seconds",
                    "größe",
                    "-",
                    "milliseconds",
                    "ns:rule");
    private static final List<String> UNITS =
            List.of(
                    "", "1", "By", "s", "ms", "m/s", "{x}", "By/s", "%", "Cel", "KiBy", "weird",
                    "a b", "foo/bar", "1/s", "{y}/min", "d", "mo", "By/{op}");
    private static final List<String> KEYS =
            List.of("http.method", "code", "_priv", "9k", "a.b", "größe", "le2", "k8s.pod.name");
    private static final long NANOS = 1_000_000_000;
    private static final int POINTS = 3;

    private final Random random;
    private final long endSeconds;

    RandomMetrics(long seed, long endSeconds) {
        random = new Random(seed);
        this.endSeconds = endSeconds;
    }

    Payload payload(int metrics) {
        Metrics all = Metrics.create();
        for (int r = 0; r < 2; r++) {
            ResourceMetrics group = all.addResource();
            Attributes resource = group.resource().attributes();
            resource.put("service.name", "svc" + r).put("service.instance.id", "i" + r);
            resource.put("host.name", "h").put("process.pid", 42);
            if (r == 1) {
                resource.put("service.namespace", "ns");
            }
            ScopeMetrics scope = group.addScope();
            scope.scope().name("lib").version("1." + r).attributes().put("team.x", "t");
            for (int i = 0; i < metrics / 2; i++) {
                fill(scope.addMetric(), "m" + r + "x" + i);
            }
        }
        return all.seal();
    }

    private <T> T any(List<T> choice) {
        return choice.get(random.nextInt(choice.size()));
    }

    private void fill(Metric metric, String prefix) {
        var name = new StringBuilder(prefix);
        for (int i = random.nextInt(4); i >= 0; i--) {
            name.append(any(List.of(".", "_", "/"))).append(any(WORDS));
        }
        metric.name(name.toString()).unit(any(UNITS)).description("about " + prefix);
        Attributes labels = Attributes.create();
        for (int i = random.nextInt(4); i > 0; i--) {
            labels.put(any(KEYS), value());
        }
        switch (random.nextInt(6)) {
            case 0 -> {
                var gauge = new Gauge();
                numbers(gauge.dataPoints(), labels);
                metric.data(gauge);
            }
            case 1, 2 -> {
                var sum = new Sum().isMonotonic(random.nextBoolean());
                sum.aggregationTemporality(AggregationTemporality.CUMULATIVE);
                numbers(sum.dataPoints(), labels);
                metric.data(sum);
            }
            case 3 -> metric.data(histogram(labels));
            case 4 -> metric.data(exponential(labels));
            default -> metric.data(summary(labels));
        }
    }

    private Value value() {
        return switch (random.nextInt(5)) {
            case 0 -> new Value.Int(random.nextInt(500) - 5);
            case 1 -> new Value.Bool(true);
            case 2 -> new Value.Dbl(any(List.of(0.5, 3.0, 1e21)));
            case 3 -> Value.Arr.of(Value.Str.of("q"), new Value.Int(1));
            default -> Value.Str.of(any(List.of("v", "w x", "ü", "")));
        };
    }

    private void time(DataPoint point, int index, Attributes labels) {
        point.attributes().putAll(labels);
        point.startTimeUnixNano((endSeconds - 600) * NANOS);
        point.timeUnixNano((endSeconds - 30 + 10L * index) * NANOS);
    }

    private void numbers(List<NumberDataPoint> points, Attributes labels) {
        boolean isInteger = random.nextBoolean();
        for (int i = 0; i < POINTS; i++) {
            var point = new NumberDataPoint();
            time(point, i, labels);
            points.add(isInteger ? point.asInt(10 + i) : point.asDouble(1.25 * i));
        }
    }

    private Histogram histogram(Attributes labels) {
        var histogram = new Histogram();
        histogram.aggregationTemporality(AggregationTemporality.CUMULATIVE);
        for (int i = 1; i <= POINTS; i++) {
            HistogramDataPoint point = histogram.addDataPoint();
            time(point, i - 1, labels);
            point.count(6L * i).sum(1.5 * i).explicitBounds().addAll(0.005, 1, 1e6);
            point.bucketCounts().addAll(i, 0, 2L * i, 3L * i);
        }
        return histogram;
    }

    /** No scale above 8: Prometheus puts buckets that it joins behind a gap into the wrong one. */
    private ExponentialHistogram exponential(Attributes labels) {
        var histogram = new ExponentialHistogram();
        histogram.aggregationTemporality(AggregationTemporality.CUMULATIVE);
        int scale = random.nextInt(13) - 4;
        int offset = random.nextInt(40) - 20;
        for (int i = 1; i <= POINTS; i++) {
            ExponentialHistogramDataPoint point = histogram.addDataPoint();
            time(point, i - 1, labels);
            point.scale(scale).count(9L * i).sum(2.5 * i).zeroCount(i);
            point.positive().offset(offset);
            point.positive().bucketCounts().addAll(i, 0, 0, 0, 0, 2L * i, 3L * i, 0, i);
            point.negative().offset(3);
            point.negative().bucketCounts().add(i);
        }
        return histogram;
    }

    private Summary summary(Attributes labels) {
        var summary = new Summary();
        for (int i = 1; i <= POINTS; i++) {
            SummaryDataPoint point = summary.addDataPoint();
            time(point, i - 1, labels);
            point.count(i).sum(1.5 * i);
            for (double quantile : new double[] {0, 0.5, 0.99, 1}) {
                point.addQuantileValue().quantile(quantile).value(10 * quantile);
            }
        }
        return summary;
    }
}
