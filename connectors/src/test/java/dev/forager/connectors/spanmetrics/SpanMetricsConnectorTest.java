// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.connectors.spanmetrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.pdata.Metrics;
import dev.forager.pdata.Payload;
import dev.forager.pdata.Span;
import dev.forager.pipeline.ComponentInfo.SignalPair;
import dev.forager.pipeline.ConnectorFactory;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.Permanent;
import dev.forager.testkit.ConfigAssertions;
import dev.forager.testkit.ConnectorContract;
import dev.forager.testkit.GoldenFolder;
import dev.forager.testkit.LogLine;
import java.util.ArrayList;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Which series there are, when they are sent, and their values. */
class SpanMetricsConnectorTest extends SpanMetricsFixture {
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
