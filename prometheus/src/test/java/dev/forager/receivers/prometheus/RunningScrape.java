// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus;

import dev.forager.config.ConfigException;
import dev.forager.config.RecordBinder;
import dev.forager.pdata.DataPoint;
import dev.forager.pdata.KeyValue;
import dev.forager.pdata.Metric;
import dev.forager.pdata.MetricData;
import dev.forager.pdata.Metrics;
import dev.forager.pdata.Payload;
import dev.forager.pdata.ResourceMetrics;
import dev.forager.pdata.ScopeMetrics;
import dev.forager.pdata.Signal;
import dev.forager.pdata.ValueText;
import dev.forager.testkit.CollectingConsumer;
import dev.forager.testkit.TestConsumers;
import dev.forager.testkit.TestHost;
import dev.forager.testkit.TestSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;

/** A started receiver and what came of it. */
final class RunningScrape implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final TestSettings settings;
    private final TestConsumers next = TestConsumers.all();
    private final PrometheusReceiver receiver;
    private final TestPace pace = new TestPace();

    RunningScrape(String yaml) throws Exception {
        this(yaml, new TestSettings());
    }

    RunningScrape(String yaml, TestSettings settings) throws Exception {
        this.settings = settings;
        receiver =
                new PrometheusReceiver(config(yaml), settings.receiver("prometheus"), next, pace);
        receiver.start(new TestHost());
    }

    static PrometheusReceiverConfig config(String yaml) throws ConfigException {
        return RecordBinder.read(yaml, PrometheusReceiverConfig.class);
    }

    /** One job that scrapes a target. */
    static String job(String address, String more) {
        return """
        config:
          scrape_configs:
            - job_name: shop
              scrape_timeout: 20s
              static_configs: [{targets: ['%s'], labels: {stage: test}}]
        %s"""
                .formatted(address, more.indent(6));
    }

    TestSettings settings() {
        return settings;
    }

    int apiPort() {
        return receiver.apiPort();
    }

    CollectingConsumer sink() {
        return next.sink(Signal.METRICS);
    }

    void await(BooleanSupplier condition) {
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .until(condition::getAsBoolean);
    }

    /** What the next scrape brings. */
    Payload scrape() {
        int before = sink().payloads().size();
        pace.pass(1);
        await(() -> sink().payloads().size() > before);
        return sink().payloads().get(before);
    }

    /** Lets scrapes come until something is so. */
    void passUntil(BooleanSupplier condition) {
        await(
                () -> {
                    pace.pass(1);
                    return condition.getAsBoolean();
                });
    }

    TestPace pace() {
        return pace;
    }

    /**
     * Metric and attributes with the value, such as {@code requests{code=200}} with {@code 3.0}.
     */
    static Map<String, String> points(Payload payload) {
        Map<String, String> points = new TreeMap<>();
        for (Metric metric : ((Metrics) payload.open()).metrics()) {
            MetricData data = metric.data();
            for (DataPoint point : data == null ? List.<DataPoint>of() : data.dataPoints()) {
                points.put(metric.name() + attributes(point.attributes()), PointText.of(point));
            }
        }
        return points;
    }

    static String attributes(Iterable<KeyValue> attributes) {
        List<String> pairs = new ArrayList<>();
        for (KeyValue each : attributes) {
            pairs.add(each.key() + "=" + ValueText.of(each.value()));
        }
        return "{" + String.join(",", pairs.stream().sorted().toList()) + "}";
    }

    static String resource(Payload payload) {
        ResourceMetrics group = ((Metrics) payload.open()).resources().getFirst();
        return attributes(group.resource().attributes());
    }

    static List<String> scopes(Payload payload) {
        List<String> names = new ArrayList<>();
        for (ResourceMetrics group : ((Metrics) payload.open()).resources()) {
            for (ScopeMetrics scope : group.scopes()) {
                names.add(
                        scope.scope().name()
                                + "@"
                                + scope.scope().version()
                                + attributes(scope.scope().attributes()));
            }
        }
        return names;
    }

    static Metric metric(Payload payload, String name) {
        for (Metric metric : ((Metrics) payload.open()).metrics()) {
            if (metric.name().equals(name)) {
                return metric;
            }
        }
        throw new AssertionError("no metric " + name + " in " + points(payload));
    }

    /** The data of a metric, of a known type. */
    static <D extends MetricData> D data(Payload payload, String name, Class<D> type) {
        return type.cast(Objects.requireNonNull(metric(payload, name).data()));
    }

    /** What came last. */
    Payload last() {
        return sink().payloads().getLast();
    }

    @Override
    public void close() {
        receiver.stop(PATIENCE);
    }
}
