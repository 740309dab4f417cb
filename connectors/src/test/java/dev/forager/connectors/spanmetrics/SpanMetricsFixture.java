// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.connectors.spanmetrics;

import static java.util.Objects.requireNonNull;

import dev.forager.connectors.state.FlushTimer;
import dev.forager.pdata.Metric;
import dev.forager.pdata.Metrics;
import dev.forager.pdata.NumberDataPoint;
import dev.forager.pdata.Payload;
import dev.forager.pdata.ResourceSpans;
import dev.forager.pdata.Signal;
import dev.forager.pdata.SpanKind;
import dev.forager.pdata.Sum;
import dev.forager.pdata.Traces;
import dev.forager.testkit.CollectingConsumer;
import dev.forager.testkit.ConfigAssertions;
import dev.forager.testkit.TestClock;
import dev.forager.testkit.TestHost;
import dev.forager.testkit.TestSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A connector on the test's own time, and what comes of it. */
abstract class SpanMetricsFixture {
    static final Duration MINUTE = Duration.ofMinutes(1);
    final SpanMetricsConnectorFactory factory = new SpanMetricsConnectorFactory();
    final TestClock clock = new TestClock();
    final TestSettings settings = new TestSettings(clock);
    final CollectingConsumer next = new CollectingConsumer();

    SpanMetricsConnector start(String yaml, String... gates) {
        var config =
                ConfigAssertions.assertThatConfig(factory, yaml.isEmpty() ? "{}" : yaml).binds();
        var connector =
                new SpanMetricsConnector(
                        config,
                        settings.withGates(gates)
                                .connector("span_metrics", Signal.TRACES, Signal.METRICS),
                        next,
                        new SpanMetricsConnector.Surroundings(
                                new FlushTimer(clock::scheduler),
                                "instance-1",
                                () -> new SplittableRandom(1)));
        connector.start(new TestHost());
        return connector;
    }

    static Payload spans(String service, String... names) {
        Traces traces = Traces.create();
        ResourceSpans group = traces.addResource();
        group.resource().attributes().put("service.name", service);
        var scope = group.addScope();
        for (String name : names) {
            scope.addSpan().name(name).kind(SpanKind.SERVER).endTimeUnixNano(5);
        }
        return traces.seal();
    }

    Metric metric(int payload, String name) {
        for (Metric metric : ((Metrics) next.payloads().get(payload).open()).metrics()) {
            if (metric.name().equals(name)) {
                return metric;
            }
        }
        throw new AssertionError("no metric " + name);
    }

    Sum sum(int payload, String name) {
        return (Sum) requireNonNull(metric(payload, name).data());
    }

    NumberDataPoint point(int payload) {
        return sum(payload, "traces.span.metrics.calls").dataPoints().getFirst();
    }

    /** Service, span and value of each point of the calls. */
    List<String> calls(int payload) {
        List<String> all = new ArrayList<>();
        for (Metric metric : ((Metrics) next.payloads().get(payload).open()).metrics()) {
            if (metric.data() instanceof Sum sum) {
                for (NumberDataPoint point : sum.dataPoints()) {
                    all.add(
                            Stream.of("service.name", "span.name")
                                            .map(key -> String.valueOf(point.attributes().get(key)))
                                            .collect(Collectors.joining(" "))
                                    + " "
                                    + point.asInt());
                }
            }
        }
        return all;
    }
}
