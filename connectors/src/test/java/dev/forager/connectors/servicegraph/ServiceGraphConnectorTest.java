// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.connectors.servicegraph;

import static dev.forager.testkit.ConfigAssertions.assertThatConfig;
import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.connectors.state.FlushTimer;
import dev.forager.pdata.ExponentialHistogram;
import dev.forager.pdata.Histogram;
import dev.forager.pdata.HistogramDataPoint;
import dev.forager.pdata.Metric;
import dev.forager.pdata.Metrics;
import dev.forager.pdata.NumberDataPoint;
import dev.forager.pdata.Payload;
import dev.forager.pdata.Signal;
import dev.forager.pdata.Span;
import dev.forager.pdata.SpanId;
import dev.forager.pdata.SpanKind;
import dev.forager.pdata.StatusCode;
import dev.forager.pdata.Sum;
import dev.forager.pdata.TraceId;
import dev.forager.pdata.Traces;
import dev.forager.pipeline.ComponentInfo.SignalPair;
import dev.forager.pipeline.ConnectorFactory;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.Permanent;
import dev.forager.testkit.CollectingConsumer;
import dev.forager.testkit.ConnectorContract;
import dev.forager.testkit.GoldenFolder;
import dev.forager.testkit.LogLine;
import dev.forager.testkit.TestClock;
import dev.forager.testkit.TestHost;
import dev.forager.testkit.TestSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ServiceGraphConnectorTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final TraceId TRACE = new TraceId(7, 8);
    private static final String PREFIX = "traces_service_graph_request_";

    private final ServiceGraphConnectorFactory factory = new ServiceGraphConnectorFactory();
    private final TestClock clock = new TestClock();
    private final TestSettings settings = new TestSettings(clock);
    private final CollectingConsumer next = new CollectingConsumer();

    /** What the Go collector makes of the same. */
    @TestFactory
    Stream<DynamicTest> recorded() {
        return GoldenFolder.recorded(getClass()).tests(factory);
    }

    @Test
    void bothSides_makeAnEdge_whicheverComesFirst() throws Exception {
        var connector = start("dimensions: [zone]");
        connector.consume(server("b", 1), Context.background());
        connector.consume(client("a", 1), Context.background());
        Traces failing = client("a", 2);
        failing.spans().iterator().next().status().code(StatusCode.ERROR);
        connector.consume(failing, Context.background());
        connector.consume(server("b", 2), Context.background());
        clock.advance(MINUTE);
        assertThat(sums("total"))
                .containsExactly(
                        "{client=a, server=b, connection_type=, failed=false, server_zone=z-b,"
                                + " client_zone=z-a} 1",
                        "{client=a, server=b, connection_type=, failed=true, client_zone=z-a,"
                                + " server_zone=z-b} 1");
        assertThat(sums("failed_total")).singleElement().asString().endsWith("1");
        assertThat(durations("client")).map(HistogramDataPoint::sum).containsExactly(2.0, 2.0);
        assertThat(durations("server")).map(HistogramDataPoint::sum).containsExactly(1.0, 1.0);
        connector.stop(MINUTE);
        assertThat(settings.metrics().sum("connector_servicegraph_total_edges")).isEqualTo(2);
        assertThat(settings.metrics().sum("connector_servicegraph_expired_edges")).isZero();
        assertThat(settings.metrics().sum("forager_connector_state_bytes")).isZero();
    }

    @Test
    void databaseCall_isAnEdgeByItself() throws Exception {
        var connector = start("{}");
        Traces call = client("a", 1);
        call.spans().iterator().next().attributes().put("db.name", "orders");
        connector.consume(call, Context.background());
        connector.stop(MINUTE);
        assertThat(sums("total"))
                .containsExactly(
                        "{client=a, server=orders, connection_type=database, failed=false} 1");
    }

    @Test
    void missingSide_becomesAVirtualNode() throws Exception {
        var connector = start("virtual_node_extra_label: true");
        Traces entry = server("a", 0);
        connector.consume(entry, Context.background());
        Traces call = client("a", 5);
        call.spans().iterator().next().attributes().put("peer.service", "pay");
        connector.consume(call, Context.background());
        connector.consume(client("a", 6), Context.background());
        connector.consume(server("a", 9), Context.background());
        clock.advance(MINUTE);
        assertThat(sums("total"))
                .containsExactly(
                        "{client=user, server=a, connection_type=virtual_node, failed=false,"
                                + " virtual_node=client} 1",
                        "{client=a, server=pay, connection_type=virtual_node, failed=false,"
                                + " virtual_node=server} 1",
                        "{client=a, server=unknown, connection_type=virtual_node, failed=false,"
                                + " virtual_node=server} 1");
        connector.stop(MINUTE);
        assertThat(settings.metrics().sum("connector_servicegraph_expired_edges")).isEqualTo(4);
    }

    @Test
    void consumers_findTheirProducerByLinks() throws Exception {
        var connector = start("{}");
        connector.consume(consumer("c1", 21), Context.background());
        Traces produced = traces("p", SpanKind.PRODUCER, 1, 0, 2);
        connector.consume(produced, Context.background());
        connector.consume(consumer("c2", 22), Context.background());
        connector.stop(MINUTE);
        assertThat(sums("total"))
                .containsExactly(
                        "{client=p, server=c1, connection_type=messaging_system, failed=false} 1",
                        "{client=p, server=c2, connection_type=messaging_system, failed=false} 1");
    }

    private static Traces consumer(String service, long id) {
        Traces traces = traces(service, SpanKind.CONSUMER, id, 99, 1);
        Span span = traces.spans().iterator().next();
        span.addLink().traceId(TRACE).spanId(new SpanId(1));
        return traces;
    }

    @Test
    void storeThatIsFull_dropsAndCounts() throws Exception {
        var connector = start("store: {max_items: 2, ttl: 10s}");
        for (int i = 1; i <= 5; i++) {
            connector.consume(client("a", i), Context.background());
        }
        assertThat(settings.metrics().sum("connector_servicegraph_dropped_spans")).isEqualTo(3);
        clock.advance(Duration.ofSeconds(11));
        connector.consume(client("a", 9), Context.background());
        assertThat(settings.metrics().sum("connector_servicegraph_dropped_spans")).isEqualTo(3);
        connector.stop(MINUTE);
    }

    @Test
    void stateAboveTheBytes_isRefused() throws Exception {
        var connector = start("max_state_size: 1KiB");
        connector.consume(client("x".repeat(1 << 20), 1), Context.background());
        assertThat(settings.metrics().sum("connector_servicegraph_dropped_spans")).isEqualTo(1);
        assertThat(settings.metrics().sum("forager_connector_state_refused")).isEqualTo(1);
        connector.stop(MINUTE);
    }

    @Test
    void silentSeries_isForgotten() throws Exception {
        var connector = start("{}");
        connector.consume(client("a", 1), Context.background());
        connector.consume(server("b", 1), Context.background());
        clock.advance(Duration.ofMinutes(15));
        next.clear();
        clock.advance(Duration.ofMinutes(2));
        assertThat(next.payloads()).hasSizeLessThan(2);
        connector.stop(MINUTE);
        assertThat(settings.metrics().sum("forager_connector_state_entries")).isZero();
    }

    @Test
    void flushIntervalZero_sendsWithEachRequest_andFailuresAreLogged() throws Exception {
        var connector = start("{metrics_flush_interval: 0s, exponential_histogram_max_size: 10}");
        connector.consume(client("a", 1), Context.background());
        assertThat(next.payloads()).isEmpty();
        connector.consume(server("b", 1), Context.background());
        assertThat(next.payloads()).hasSize(1);
        assertThat(metric("client").data()).isInstanceOf(ExponentialHistogram.class);
        next.refuse(new Permanent("no"));
        connector.consume(client("a", 2), Context.background());
        assertThat(settings.log().lines())
                .map(LogLine::message)
                .containsExactly(
                        "MetricsFlushInterval is set to 0, metrics will be flushed on every"
                                + " received batch of traces",
                        "failed to flush metrics");
        connector.stop(MINUTE);
    }

    @Test
    void badConfigurations_areRefusedInTheCollectorsWords() {
        assertThatConfig(factory, "exponential_histogram_max_size: -1")
                .failsWith("`exponential_histogram_max_size` can not be negative");
        assertThatConfig(
                        factory,
                        "{exponential_histogram_max_size: 1, latency_histogram_buckets: [1s]}")
                .failsWith(
                        "use either `latency_histogram_buckets` or `exponential_histogram_max_size`");
    }

    private ServiceGraphConnector start(String yaml) {
        var connector =
                new ServiceGraphConnector(
                        assertThatConfig(factory, yaml).binds(),
                        settings.connector("service_graph", Signal.TRACES, Signal.METRICS),
                        next,
                        new FlushTimer(clock::scheduler));
        connector.start(new TestHost());
        return connector;
    }

    private static Traces client(String service, long id) {
        return traces(service, SpanKind.CLIENT, id, 0, 2);
    }

    private static Traces server(String service, long parent) {
        return traces(service, SpanKind.SERVER, 100 + parent, parent, 1);
    }

    private static Traces traces(
            String service, SpanKind kind, long id, long parent, long seconds) {
        Traces traces = Traces.create();
        var group = traces.addResource();
        group.resource().attributes().put("service.name", service).put("zone", "z-" + service);
        group.addScope()
                .addSpan()
                .kind(kind)
                .traceId(TRACE)
                .spanId(new SpanId(id))
                .parentSpanId(new SpanId(parent))
                .startTimeUnixNano(1)
                .endTimeUnixNano(1 + seconds * 1_000_000_000L);
        return traces;
    }

    private Metric metric(String name) {
        for (Metric metric : ((Metrics) next.payloads().getLast().open()).metrics()) {
            if (metric.name().equals(PREFIX + name)) {
                return metric;
            }
        }
        throw new AssertionError("no metric " + name);
    }

    private List<String> sums(String name) {
        List<String> texts = new ArrayList<>();
        if (metric(name).data() instanceof Sum sum) {
            for (NumberDataPoint point : sum.dataPoints()) {
                texts.add(point.attributes() + " " + point.asInt());
            }
        }
        return texts;
    }

    private List<HistogramDataPoint> durations(String name) {
        return metric(name).data() instanceof Histogram histogram
                ? histogram.dataPoints()
                : List.of();
    }

    @Nested
    class Contract extends ConnectorContract<ServiceGraphConnectorConfig> {
        @Override
        protected ConnectorFactory<ServiceGraphConnectorConfig> factory() {
            return factory;
        }

        @Override
        protected ServiceGraphConnectorConfig config() {
            return assertThatConfig(factory, yaml()).binds();
        }

        @Override
        protected String yaml() {
            return "{metrics_flush_interval: 1h}";
        }

        /** All its spans are servers of one trace without a parent: one edge, of three metrics. */
        @Override
        protected long expectedItems(SignalPair pair, Payload input) {
            return 3;
        }

        @Override
        protected boolean passesFailures() {
            return false;
        }
    }
}
