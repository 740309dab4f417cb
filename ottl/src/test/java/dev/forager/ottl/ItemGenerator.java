// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl;

import dev.forager.pdata.Attributes;
import dev.forager.pdata.ExponentialHistogram;
import dev.forager.pdata.ExponentialHistogramDataPoint;
import dev.forager.pdata.Gauge;
import dev.forager.pdata.Histogram;
import dev.forager.pdata.HistogramDataPoint;
import dev.forager.pdata.Metric;
import dev.forager.pdata.MetricData;
import dev.forager.pdata.Metrics;
import dev.forager.pdata.NumberDataPoint;
import dev.forager.pdata.Resource;
import dev.forager.pdata.Span;
import dev.forager.pdata.SpanId;
import dev.forager.pdata.Sum;
import dev.forager.pdata.Summary;
import dev.forager.pdata.SummaryDataPoint;
import dev.forager.pdata.TraceId;
import dev.forager.pdata.Traces;
import dev.forager.pdata.Value;
import java.util.List;
import java.util.SplittableRandom;

/** Random spans and metrics of every kind, each alone. The same seed gives the same ones. */
final class ItemGenerator {
    private static final long TIME = 1_700_000_000_123_456_789L;
    private static final List<String> TEXTS = List.of("GET /a", "", "x", "é😀", "42");

    private final SplittableRandom random;

    ItemGenerator(SplittableRandom random) {
        this.random = random;
    }

    private String text() {
        return TEXTS.get(random.nextInt(TEXTS.size()));
    }

    /** One span with events and links, in a scope whose version is the number. */
    Traces traces(int number) {
        Traces traces = Traces.create();
        var group = traces.addResource();
        fill(group.resource(), number);
        var scope = group.addScope();
        scope.scope().name("lib").version(Integer.toString(number));
        fill(scope.addSpan());
        return traces;
    }

    private void fill(Resource resource, int number) {
        resource.attributes().put("case", number).put("service.name", text()).put("tier", 3);
        resource.droppedAttributesCount(random.nextInt(2));
    }

    private void fill(Attributes attributes) {
        attributes.put("str", text()).put("num", random.nextInt(-3, 300));
        attributes.put("dbl", random.nextInt(8) / 4.0).put("yes", random.nextBoolean());
        attributes.put("list", Value.Arr.of(Value.of("b"), Value.of(2)));
        attributes.put("map", Value.MapV.of().with("k", Value.of(text())));
    }

    private void fill(Span span) {
        span.traceId(TraceId.ofHex("0102030405060708090a0b0c0d0e0f10"))
                .spanId(SpanId.ofHex("1112131415161718"))
                .parentSpanId(random.nextBoolean() ? SpanId.NONE : SpanId.ofHex("2122232425262728"))
                .traceState(random.nextBoolean() ? "" : "k=v,ot=th:8")
                .name(text())
                .kindValue(random.nextInt(7))
                .flags(random.nextInt(3))
                .startTimeUnixNano(TIME)
                .endTimeUnixNano(TIME + 5_000_000)
                .droppedAttributesCount(random.nextInt(2))
                .droppedEventsCount(random.nextInt(2))
                .droppedLinksCount(random.nextInt(2));
        fill(span.attributes());
        span.status().codeValue(random.nextInt(4)).message(text());
        for (int i = random.nextInt(3); i > 0; i--) {
            var event = span.addEvent().name(text()).timeUnixNano(TIME + i);
            fill(event.attributes());
        }
        if (random.nextBoolean()) {
            span.addLink()
                    .traceId(TraceId.ofHex("ff02030405060708090a0b0c0d0e0f10"))
                    .spanId(SpanId.ofHex("ff12131415161718"))
                    .attributes()
                    .put("str", text());
        }
    }

    /** One metric with two points, in a scope whose version is the number. */
    Metrics metrics(int number) {
        Metrics metrics = Metrics.create();
        var group = metrics.addResource();
        fill(group.resource(), number);
        var scope = group.addScope();
        scope.scope().name("lib").version(Integer.toString(number));
        Metric metric = scope.addMetric().name(text()).description(text()).unit(text());
        metric.metadata().put("str", text());
        metric.data(data());
        return metrics;
    }

    private MetricData data() {
        return switch (random.nextInt(6)) {
            case 0 -> gauge();
            case 1, 2 -> sum();
            case 3 -> histogram();
            case 4 -> exponential();
            default -> summary();
        };
    }

    private Gauge gauge() {
        Gauge gauge = new Gauge();
        fill(gauge.addDataPoint());
        fill(gauge.addDataPoint());
        return gauge;
    }

    private Sum sum() {
        Sum sum = new Sum();
        sum.isMonotonic(random.nextBoolean()).aggregationTemporalityValue(random.nextInt(3));
        fill(sum.addDataPoint());
        fill(sum.addDataPoint());
        return sum;
    }

    private void fill(NumberDataPoint point) {
        point.startTimeUnixNano(TIME).timeUnixNano(TIME + 7).flags(random.nextInt(2));
        if (random.nextBoolean()) {
            point.asInt(random.nextInt(-5, 1000));
        } else {
            point.asDouble(random.nextInt(-5, 1000) / 8.0);
        }
        fill(point.attributes());
        if (random.nextInt(3) == 0) {
            point.addExemplar().asDouble(1.5).timeUnixNano(TIME);
        }
    }

    private Histogram histogram() {
        Histogram histogram = new Histogram();
        histogram.aggregationTemporalityValue(random.nextInt(3));
        for (int i = 0; i < 2; i++) {
            HistogramDataPoint point = histogram.addDataPoint();
            point.startTimeUnixNano(TIME).timeUnixNano(TIME + 7).flags(random.nextInt(2));
            point.count(6).sum(12.5);
            point.bucketCounts().setAll(1, 2, 3);
            point.explicitBounds().setAll(1.0, 2.5);
            fill(point.attributes());
        }
        return histogram;
    }

    private ExponentialHistogram exponential() {
        ExponentialHistogram histogram = new ExponentialHistogram();
        histogram.aggregationTemporalityValue(random.nextInt(3));
        for (int i = 0; i < 2; i++) {
            ExponentialHistogramDataPoint point = histogram.addDataPoint();
            point.startTimeUnixNano(TIME).timeUnixNano(TIME + 7).flags(random.nextInt(2));
            point.count(7).sum(12.5).scale(random.nextInt(-2, 3)).zeroCount(1);
            point.positive().offset(-1).bucketCounts().setAll(1, 2);
            point.negative().offset(2).bucketCounts().setAll(3);
            fill(point.attributes());
        }
        return histogram;
    }

    private Summary summary() {
        Summary summary = new Summary();
        for (int i = 0; i < 2; i++) {
            SummaryDataPoint point = summary.addDataPoint();
            point.startTimeUnixNano(TIME).timeUnixNano(TIME + 7).flags(random.nextInt(2));
            point.count(5).sum(10);
            point.addQuantileValue().quantile(0.5).value(2);
            fill(point.attributes());
        }
        return summary;
    }
}
