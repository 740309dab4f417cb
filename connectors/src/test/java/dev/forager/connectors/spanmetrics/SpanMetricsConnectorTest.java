// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.connectors.spanmetrics;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.connectors.state.FlushTimer;
import dev.forager.pdata.Metric;
import dev.forager.pdata.Metrics;
import dev.forager.pdata.NumberDataPoint;
import dev.forager.pdata.Payload;
import dev.forager.pdata.ResourceSpans;
import dev.forager.pdata.Signal;
import dev.forager.pdata.Span;
import dev.forager.pdata.SpanKind;
import dev.forager.pdata.Sum;
import dev.forager.pdata.Traces;
import dev.forager.pipeline.ComponentInfo.SignalPair;
import dev.forager.pipeline.ConnectorFactory;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.Permanent;
import dev.forager.testkit.CollectingConsumer;
import dev.forager.testkit.ConfigAssertions;
import dev.forager.testkit.ConnectorContract;
import dev.forager.testkit.GoldenFolder;
import dev.forager.testkit.LogLine;
import dev.forager.testkit.TestClock;
import dev.forager.testkit.TestHost;
import dev.forager.testkit.TestSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class SpanMetricsConnectorTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final SpanMetricsConnectorFactory factory = new SpanMetricsConnectorFactory();
    private final TestClock clock = new TestClock();
    private final TestSettings settings = new TestSettings(clock);
    private final CollectingConsumer next = new CollectingConsumer();

    /** Expected files were compared with the answers of the Go collector, times aside. */
    @TestFactory
    Stream<DynamicTest> cases() {
        return GoldenFolder.of(getClass(), "golden").tests(factory);
    }

    /** Prometheus takes no increase from nothing to the first value, so 0 comes first. */
    @Test
    void cumulativeCalls_beginWithZero() throws Exception {
        var connector = start("");
        connector.consume(spans("shop", "a", "a").open(), Context.background());
        clock.advance(MINUTE);
        connector.consume(spans("shop", "a").open(), Context.background());
        clock.advance(MINUTE);
        connector.consume(spans("shop", "b").open(), Context.background());
        connector.stop(MINUTE);
        assertThat(next.payloads()).hasSize(3);
        assertThat(calls(0)).containsExactly("shop a 0");
        assertThat(calls(1)).containsExactly("shop a 3");
        assertThat(calls(2)).containsExactly("shop a 3", "shop b 1");
        assertThat(point(0).startTimeUnixNano()).isEqualTo(point(1).startTimeUnixNano());
    }

    @Test
    void deltaPoints_beginWhereTheLastEnded() throws Exception {
        var connector = start("aggregation_temporality: AGGREGATION_TEMPORALITY_DELTA");
        connector.consume(spans("shop", "a").open(), Context.background());
        clock.advance(MINUTE);
        clock.advance(MINUTE);
        connector.consume(spans("shop", "a").open(), Context.background());
        clock.advance(MINUTE);
        assertThat(next.payloads()).hasSize(2);
        assertThat(point(1).startTimeUnixNano()).isEqualTo(point(0).timeUnixNano());
        assertThat(calls(1)).containsExactly("shop a 1");
        connector.stop(MINUTE);
        assertThat(settings.metrics().sum("forager_connector_state_bytes")).isZero();
    }

    @Test
    void deltaStart_isForgottenAboveTheCache() throws Exception {
        var connector =
                start(
                        "{aggregation_temporality: AGGREGATION_TEMPORALITY_DELTA,"
                                + " metric_timestamp_cache_size: 1}");
        for (int i = 0; i < 2; i++) {
            connector.consume(spans("shop", "a", "b").open(), Context.background());
            clock.advance(MINUTE);
        }
        assertThat(point(1).startTimeUnixNano()).isEqualTo(point(0).timeUnixNano());
        assertThat(sum(1, "traces.span.metrics.calls").dataPoints().getLast().startTimeUnixNano())
                .isEqualTo(point(0).timeUnixNano());
        connector.stop(MINUTE);
    }

    @Test
    void silentResource_expires() throws Exception {
        var connector = start("metrics_expiration: 90s");
        connector.consume(spans("old", "a").open(), Context.background());
        clock.advance(MINUTE);
        connector.consume(spans("new", "a").open(), Context.background());
        clock.advance(MINUTE);
        clock.advance(MINUTE);
        assertThat(calls(1)).containsExactly("old a 1", "new a 0");
        assertThat(calls(2)).containsExactly("new a 1");
        connector.stop(MINUTE);
    }

    @Test
    void silentSeries_expires() throws Exception {
        var connector = start("series_expiration: 1m");
        connector.consume(spans("shop", "old").open(), Context.background());
        clock.advance(MINUTE.minusSeconds(1));
        connector.consume(spans("shop", "young").open(), Context.background());
        clock.advance(Duration.ofSeconds(1));
        clock.advance(MINUTE);
        assertThat(calls(0)).containsExactly("shop old 0", "shop young 0");
        assertThat(calls(1)).containsExactly("shop young 1");
        connector.stop(MINUTE);
    }

    /** Who is seen longest ago leaves, but is told of once more. */
    @Test
    void resourcesAboveTheCache_leaveAfterTheFlush() throws Exception {
        var connector = start("resource_metrics_cache_size: 2");
        connector.consume(spans("a", "x").open(), Context.background());
        connector.consume(spans("b", "x").open(), Context.background());
        connector.consume(spans("c", "x").open(), Context.background());
        clock.advance(MINUTE);
        clock.advance(MINUTE);
        assertThat(calls(0)).containsExactlyInAnyOrder("a x 0", "b x 0", "c x 0");
        assertThat(calls(1)).containsExactlyInAnyOrder("b x 1", "c x 1");
        connector.stop(MINUTE);
    }

    @Test
    void seriesAboveTheBytes_countTogether() throws Exception {
        var connector = start("max_state_size: 16KiB");
        for (int i = 0; i < 40; i++) {
            connector.consume(spans("shop", "name-" + i).open(), Context.background());
        }
        connector.stop(MINUTE);
        assertThat(calls(0).getLast()).matches("null null [1-9][0-9]*");
        long sum =
                sum(0, "traces.span.metrics.calls").dataPoints().stream()
                        .mapToLong(NumberDataPoint::asInt)
                        .sum();
        assertThat(sum).isEqualTo(40);
    }

    @Test
    void noRoomForAResource_isCounted() throws Exception {
        var connector = start("max_state_size: 1KiB");
        connector.consume(spans("x".repeat(1 << 20), "a").open(), Context.background());
        assertThat(settings.metrics().sum("forager_connector_state_refused")).isEqualTo(1);
        connector.stop(MINUTE);
        assertThat(next.payloads()).isEmpty();
    }

    @Test
    void hugeNames_areKeptApartFromTheRequest() throws Exception {
        var connector = start("");
        String huge = "n".repeat(1 << 20);
        connector.consume(
                spans("shop", huge + "1", huge + "2", huge + "1").open(), Context.background());
        connector.stop(MINUTE);
        assertThat(calls(0)).containsExactly("shop " + huge + "1 2", "shop " + huge + "2 1");
    }

    /** 2^62 possible names, all with the hash of another: the map must not become a list. */
    @Test
    void namesThatCollide_staySeparate() throws Exception {
        var names = new ArrayList<String>();
        for (int i = 0; i < 4096; i++) {
            var name = new StringBuilder();
            for (int bit = 0; bit < 12; bit++) {
                name.append((i >> bit & 1) == 0 ? "Aa" : "BB");
            }
            names.add(name.toString());
        }
        var connector = start("");
        connector.consume(spans("shop", names.toArray(String[]::new)).open(), Context.background());
        connector.stop(MINUTE);
        assertThat(calls(0)).hasSize(4096);
    }

    @Test
    void requestsAtOnce_loseNothing() throws Exception {
        var connector = start("aggregation_temporality: AGGREGATION_TEMPORALITY_DELTA");
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 200; i++) {
                String service = "s" + i % 3;
                threads.execute(
                        () ->
                                connector.consume(
                                        spans(service, "a", "b").open(), Context.background()));
                if (i % 20 == 0) {
                    clock.advance(MINUTE);
                }
            }
        }
        connector.stop(MINUTE);
        long sum = 0;
        for (int i = 0; i < next.payloads().size(); i++) {
            for (String each : calls(i)) {
                sum += Long.parseLong(each.substring(each.lastIndexOf(' ') + 1));
            }
        }
        assertThat(sum).isEqualTo(400);
    }

    @Test
    void refusedMetrics_areLoggedAndTheTimerGoesOn() throws Exception {
        var connector = start("");
        next.refuse(new Permanent("no"));
        connector.consume(spans("shop", "a").open(), Context.background());
        clock.advance(MINUTE);
        next.refuse(null);
        clock.advance(MINUTE);
        connector.stop(MINUTE);
        assertThat(settings.log().lines()).map(LogLine::message).contains("Failed ConsumeMetrics");
        assertThat(calls(0)).containsExactly("shop a 1");
    }

    @Test
    void gates_changeNamesAndUnitsAndAttributes() throws Exception {
        var connector =
                start(
                        "",
                        "connector.spanmetrics.excludeResourceMetrics",
                        "-connector.spanmetrics.includeCollectorInstanceID",
                        "connector.spanmetrics.legacyMetricNames",
                        "connector.spanmetrics.useSecondAsDefaultMetricsUnit",
                        "spanmetrics.statusCodeConvention.useOtelPrefix");
        connector.consume(spans("shop", "a").open(), Context.background());
        connector.stop(MINUTE);
        assertThat(metric(0, "duration").unit()).isEqualTo("s");
        var metrics = (Metrics) next.payloads().getFirst().open();
        assertThat(metrics.resources().getFirst().resource().attributes().isEmpty()).isTrue();
        assertThat(sum(0, "calls").dataPoints().getFirst().attributes())
                .hasToString("{service.name=shop, span.name=a, span.kind=SPAN_KIND_SERVER}");
    }

    @Test
    void instance_isTold() throws Exception {
        var connector = start("dimensions_cache_size: 5");
        connector.consume(spans("shop", "a").open(), Context.background());
        connector.stop(MINUTE);
        assertThat(point(0).attributes().getString("collector.instance.id", ""))
                .isEqualTo("instance-1");
        assertThat(settings.log().lines())
                .map(LogLine::message)
                .contains(
                        "DimensionsCacheSize is deprecated, please use"
                                + " AggregationCardinalityLimit instead.");
    }

    /** A fraction is rounded at random, right on average. */
    @Test
    void adjustedCounts_areRightOnAverage() {
        var counts = new AdjustedCounts(new SplittableRandom(7));
        long sum = 0;
        for (int i = 0; i < 10_000; i++) {
            sum += counts.of(new Span().traceState(i % 2 == 0 ? "ot=th:4" : "ot=th:40"));
        }
        assertThat(sum / 10_000.0).isBetween(1.30, 1.37);
        assertThat(counts.isAdjusted()).isTrue();
        assertThat(counts.of(new Span().traceState("ot=th:xyz"))).isEqualTo(1);
        assertThat(counts.isAdjusted()).isFalse();
    }

    @Test
    void globs_matchAsTheGoLibrary() {
        assertThat(matching("a.*", "a.b", "a.b.c", "ab", "a.")).containsExactly("a.b", "a.");
        assertThat(matching("a.**", "a.b", "a.b.c", "ab")).containsExactly("a.b", "a.b.c");
        assertThat(matching("[!a-c]?z", "dxz", "axz", "d.z")).containsExactly("dxz");
        assertThat(matching("{x,y*}.q", "x.q", "yy.q", "z.q")).containsExactly("x.q", "yy.q");
        assertThat(matching("a\\*,(", "a*,(", "ab,(")).containsExactly("a*,(");
    }

    private static List<String> matching(String glob, String... names) {
        return Stream.of(names).filter(Glob.compile(glob)::matches).toList();
    }

    @Test
    void badConfigurations_areRefusedInTheCollectorsWords() {
        refused(
                "dimensions: [{name: span.name}]",
                "failed validating dimensions: duplicate dimension name \"span.name\"");
        refused("dimensions: [{name: a}, {name: a}]", "duplicate dimension name \"a\"");
        refused(
                "calls_dimensions: [{}]",
                "failed validating calls dimensions: dimension entry must set one of `name` or `glob`");
        refused(
                "histogram: {dimensions: [{name: a, glob: b}]}",
                "failed validating histogram dimensions: dimension entry must set only one of `name` or `glob`, got both: name=\"a\" glob=\"b\"");
        refused(
                "dimensions: [{glob: a, default: x}]",
                "`default` is not supported on `glob` dimension \"a\"");
        refused(
                "dimensions: [{glob: '['}]",
                "invalid dimension glob \"[\": unexpected end of input");
        refused("dimensions: [{glob: 'a}'}]", "invalid dimension glob");
        refused("dimensions: [{glob: '{a'}]", "invalid dimension glob");
        refused(
                "dimensions: [{glob: 'service.*'}]",
                "duplicate dimension name \"service.name\" conflicting with glob \"service.*\"");
        refused(
                "events: {enabled: true}",
                "failed validating event dimensions: no dimensions configured for events");
        refused(
                "histogram: {explicit: {buckets: [1s]}, exponential: {}}",
                "use either `explicit` or `exponential` buckets histogram");
        refused("histogram: {unit: h}", "unknown Unit \"h\", allowed units are \"ms\" and \"s\"");
        refused(
                "metrics_flush_interval: -1s",
                "invalid metrics_flush_interval: -1.0s, the duration should be positive");
        refused("metrics_flush_interval: 0s", "expected: above 0");
        refused("metrics_expiration: -1s", "invalid metrics_expiration");
        refused("series_expiration: -1s", "invalid series_expiration");
        refused(
                "{aggregation_temporality: AGGREGATION_TEMPORALITY_DELTA, metric_timestamp_cache_size: 0}",
                "invalid delta timestamp cache size: 0, the maximum number of the items in the cache should be positive");
        refused(
                "aggregation_cardinality_limit: -1",
                "invalid aggregation_cardinality_limit: -1, the limit should be positive");
        refused(
                "exemplars: {enabled: true, max_per_data_point: -1}",
                "invalid max_per_data_point: -1, the value should be positive");
        refused("resource_metrics_cache_size: 0", "must provide a positive size");
    }

    private void refused(String yaml, String text) {
        ConfigAssertions.assertThatConfig(factory, yaml).failsWith(text);
    }

    private SpanMetricsConnector start(String yaml, String... gates) {
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

    private static Payload spans(String service, String... names) {
        Traces traces = Traces.create();
        ResourceSpans group = traces.addResource();
        group.resource().attributes().put("service.name", service);
        var scope = group.addScope();
        for (String name : names) {
            scope.addSpan().name(name).kind(SpanKind.SERVER).endTimeUnixNano(5);
        }
        return traces.seal();
    }

    private Metric metric(int payload, String name) {
        for (Metric metric : ((Metrics) next.payloads().get(payload).open()).metrics()) {
            if (metric.name().equals(name)) {
                return metric;
            }
        }
        throw new AssertionError("no metric " + name);
    }

    private Sum sum(int payload, String name) {
        return (Sum) requireNonNull(metric(payload, name).data());
    }

    private NumberDataPoint point(int payload) {
        return sum(payload, "traces.span.metrics.calls").dataPoints().getFirst();
    }

    /** Service, span and value of each point of the calls. */
    private List<String> calls(int payload) {
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

    @Nested
    class Contract extends ConnectorContract<SpanMetricsConnectorConfig> {
        @Override
        protected ConnectorFactory<SpanMetricsConnectorConfig> factory() {
            return factory;
        }

        @Override
        protected SpanMetricsConnectorConfig config() {
            return ConfigAssertions.assertThatConfig(factory, yaml()).binds();
        }

        @Override
        protected String yaml() {
            return "{metrics_flush_interval: 1h}";
        }

        /** A point of calls and one of durations for each name. */
        @Override
        protected long expectedItems(SignalPair pair, Payload input) {
            return 2L * input.itemCount();
        }

        @Override
        protected boolean passesFailures() {
            return false;
        }
    }
}
