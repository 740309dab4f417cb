// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.connectors.exceptions;

import static dev.forager.testkit.ConfigAssertions.assertThatConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.forager.pdata.Exemplar;
import dev.forager.pdata.Logs;
import dev.forager.pdata.Metrics;
import dev.forager.pdata.NumberDataPoint;
import dev.forager.pdata.Payload;
import dev.forager.pdata.Signal;
import dev.forager.pdata.Span;
import dev.forager.pdata.SpanEvent;
import dev.forager.pdata.SpanId;
import dev.forager.pdata.SpanKind;
import dev.forager.pdata.Sum;
import dev.forager.pdata.TraceId;
import dev.forager.pdata.Traces;
import dev.forager.pipeline.ComponentInfo.SignalPair;
import dev.forager.pipeline.Connector;
import dev.forager.pipeline.ConnectorFactory;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.Permanent;
import dev.forager.testkit.ConnectorContract;
import dev.forager.testkit.GoldenFolder;
import dev.forager.testkit.TestClock;
import dev.forager.testkit.TestConsumers;
import dev.forager.testkit.TestHost;
import dev.forager.testkit.TestSettings;
import dev.forager.testkit.TestTelemetry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ExceptionsConnectorTest {
    private final ExceptionsConnectorFactory factory = new ExceptionsConnectorFactory();
    private final TestClock clock = new TestClock();
    private final TestSettings settings = new TestSettings(clock);
    private final TestConsumers next = TestConsumers.all();

    /** What the Go collector makes of the same. */
    @TestFactory
    Stream<DynamicTest> recorded() {
        return GoldenFolder.recorded(getClass()).tests(factory);
    }

    @Test
    void exceptionsOfSpans_areCountedSinceTheStart() throws Exception {
        var connector = start("exemplars: {enabled: true}", Signal.TRACES, Signal.METRICS);
        connector.consume(traces("A", "A", "B"), Context.background());
        connector.consume(traces("A"), Context.background());
        assertThat(points(0))
                .map(ExceptionsConnectorTest::text)
                .containsExactly(
                        "{service.name=shop, span.name=work, span.kind=SPAN_KIND_SERVER,"
                                + " status.code=STATUS_CODE_UNSET, exception.type=A} 2",
                        "{service.name=shop, span.name=work, span.kind=SPAN_KIND_SERVER,"
                                + " status.code=STATUS_CODE_UNSET, exception.type=B} 1");
        assertThat(points(1)).map(NumberDataPoint::asInt).containsExactly(3L, 1L);
        assertThat(points(0).getFirst().exemplars())
                .map(Exemplar::asDouble)
                .containsExactly(1.0, 2.0);
        assertThat(points(1).getFirst().exemplars()).hasSize(1);
        assertThat(points(1).getLast().exemplars()).isEmpty();
        connector.stop(Duration.ofSeconds(1));
        assertThat(settings.metrics().sum("forager_connector_state_bytes")).isZero();
    }

    @Test
    void exceptionsOfLogs_areCountedWithoutSpan() throws Exception {
        var connector = start("{}", Signal.LOGS, Signal.METRICS);
        connector.consume(logs(), Context.background());
        assertThat(points(0))
                .map(ExceptionsConnectorTest::text)
                .containsExactly("{service.name=shop, exception.type=A} 1");
        connector.stop(Duration.ofSeconds(1));
    }

    @Test
    void exceptionsOfSpans_becomeRecords() throws Exception {
        var connector =
                start(
                        "dimensions: [{name: exception.type}, {name: zone, default: z}]",
                        Signal.TRACES,
                        Signal.LOGS);
        connector.consume(traces("A"), Context.background());
        String json = TestTelemetry.toJson(next.sink(Signal.LOGS).payloads().getFirst());
        assertThat(json.replaceAll("\\s+", ""))
                .contains("\"severityNumber\":17")
                .contains("\"eventName\":\"exception\"")
                .contains("{\"key\":\"user\",\"value\":{\"stringValue\":\"u\"}}")
                .contains("{\"key\":\"exception.type\",\"value\":{\"stringValue\":\"A\"}}")
                .contains("{\"key\":\"zone\",\"value\":{\"stringValue\":\"z\"}}")
                .contains("{\"key\":\"exception.stacktrace\",\"value\":{\"stringValue\":\"at\"}}")
                .contains("\"resource\":{\"attributes\":[{\"key\":\"service.name\"");
    }

    /** What an exception says of itself is told without dimensions too, but nothing is made up. */
    @Test
    void recordWithoutDimensions_hasWhatTheEventHas() throws Exception {
        var connector = start("dimensions: []", Signal.TRACES, Signal.LOGS);
        Traces traces = traces();
        for (Span span : traces.spans()) {
            span.addEvent().name("exception").attributes().put("exception.message", 7);
        }
        connector.consume(traces, Context.background());
        Logs sent = (Logs) next.sink(Signal.LOGS).payloads().getFirst().open();
        assertThat(sent.records().iterator().next().attributes())
                .hasToString(
                        "{user=u, span.name=work, span.kind=SPAN_KIND_SERVER,"
                                + " status.code=STATUS_CODE_UNSET, service.name=shop,"
                                + " exception.message=7}");
    }

    @Test
    void logRecords_passIfTheyAreExceptions() throws Exception {
        var connector = start("{}", Signal.LOGS, Signal.LOGS);
        connector.consume(logs(), Context.background());
        assertThat(next.sink(Signal.LOGS).items()).isEqualTo(1);
    }

    @Test
    void seriesAboveTheBytes_countTogether_andOldOnesExpire() throws Exception {
        var connector =
                start(
                        "{max_state_size: 4KiB, series_expiration: 1m}",
                        Signal.TRACES,
                        Signal.METRICS);
        for (int i = 0; i < 20; i++) {
            connector.consume(traces("T" + i), Context.background());
        }
        List<NumberDataPoint> last = points(19);
        assertThat(last.getLast().attributes()).hasToString("{otel.metric.overflow=true}");
        assertThat(last.stream().mapToLong(NumberDataPoint::asInt).sum()).isEqualTo(20);
        clock.advance(Duration.ofMinutes(2));
        connector.consume(traces("young"), Context.background());
        assertThat(points(20).stream().map(ExceptionsConnectorTest::text))
                .noneMatch(text -> text.contains("=T1}"))
                .hasSize(1);
        connector.stop(Duration.ofSeconds(1));
    }

    @Test
    void failureOfNext_isTheAnswer() throws Exception {
        var failure = new Permanent("no");
        next.sink(Signal.METRICS).refuse(failure);
        var connector = start("{}", Signal.TRACES, Signal.METRICS);
        assertThatThrownBy(() -> connector.consume(traces("A"), Context.background()))
                .isSameAs(failure);
        connector.stop(Duration.ofSeconds(1));
    }

    @Test
    void dimensionTwice_isRefused() {
        assertThatConfig(factory, "dimensions: [{name: a}, {name: a}]")
                .failsWith("duplicate dimension name \"a\"");
        assertThatConfig(factory, "dimensions: [{name: span.kind}]")
                .failsWith("duplicate dimension name \"span.kind\"");
        assertThatConfig(factory, "series_expiration: -1s").failsWith("expected: >= 0s");
    }

    private Connector start(String yaml, Signal from, Signal to) throws Exception {
        Connector connector =
                factory.create(
                        assertThatConfig(factory, yaml).binds(),
                        settings.connector("exceptions", from, to),
                        next);
        connector.start(new TestHost());
        return connector;
    }

    private static Traces traces(String... types) {
        Traces traces = Traces.create();
        traces.addResource().addScope().addSpan().addEvent().name("exception");
        var group = traces.addResource();
        group.resource().attributes().put("service.name", "shop");
        Span span = group.addScope().addSpan().name("work").kind(SpanKind.SERVER);
        span.traceId(new TraceId(1, 2)).spanId(new SpanId(3)).attributes().put("user", "u");
        span.addEvent().name("other");
        for (String type : types) {
            SpanEvent event = span.addEvent().name("exception");
            event.attributes().put("exception.type", type).put("exception.stacktrace", "at");
        }
        return (Traces) traces.seal().open();
    }

    private static Logs logs() {
        Logs logs = Logs.create();
        var group = logs.addResource();
        group.resource().attributes().put("service.name", "shop");
        var scope = group.addScope();
        scope.addRecord().eventName("exception").attributes().put("exception.type", "A");
        scope.addRecord().eventName("login");
        return (Logs) logs.seal().open();
    }

    private List<NumberDataPoint> points(int payload) {
        List<NumberDataPoint> points = new ArrayList<>();
        Payload sent = next.sink(Signal.METRICS).payloads().get(payload);
        ((Metrics) sent.open())
                .metrics()
                .forEach(
                        metric -> {
                            if (metric.data() instanceof Sum sum) {
                                points.addAll(sum.dataPoints());
                            }
                        });
        return points;
    }

    private static String text(NumberDataPoint point) {
        return point.attributes() + " " + point.asInt();
    }

    @Nested
    class Contract extends ConnectorContract<ExceptionsConnectorConfig> {
        @Override
        protected ConnectorFactory<ExceptionsConnectorConfig> factory() {
            return factory;
        }

        @Override
        protected ExceptionsConnectorConfig config() {
            return assertThatConfig(factory, yaml()).binds();
        }

        @Override
        protected String yaml() {
            return "{}";
        }

        /** The test's telemetry holds no exception. */
        @Override
        protected long expectedItems(SignalPair pair, Payload input) {
            return 0;
        }

        @Override
        protected boolean passesFailures() {
            return false;
        }
    }
}
