// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.groupbytrace;

import static dev.forager.testkit.ConfigAssertions.assertThatConfig;
import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.pdata.Signal;
import dev.forager.pdata.Span;
import dev.forager.pdata.SpanId;
import dev.forager.pdata.TraceId;
import dev.forager.pdata.Traces;
import dev.forager.pipeline.Context;
import dev.forager.testkit.CollectingConsumer;
import dev.forager.testkit.LogLine;
import dev.forager.testkit.TestClock;
import dev.forager.testkit.TestHost;
import dev.forager.testkit.TestSettings;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** What {@code emit_strategy: service} releases, as the Go collector does. */
class ServiceStrategyTest {
    private static final int REMOTE_PARENT = 0x300;

    private final TestClock clock = new TestClock();
    private final TestSettings settings = new TestSettings(clock);
    private final CollectingConsumer next = new CollectingConsumer();
    private GroupByTraceProcessor processor = start("");

    @Test
    void services_leaveApart() throws Exception {
        span("a", 1, 0);
        span("b", 2, 1);
        clock.advance(Duration.ofMillis(500));
        span("a", 3, 1);
        assertThat(processor.heldItems()).isEqualTo(3);
        clock.advance(Duration.ofMillis(500));
        assertThat(released()).containsExactly("a 1 3", "b 2");
        assertThat(processor.heldItems()).isZero();
        assertThat(settings.metrics().sum("processor_groupbytrace_traces_released")).isEqualTo(2);
        assertThat(settings.metrics().sum("processor_groupbytrace_spans_released")).isEqualTo(3);
    }

    /** A calls B, which calls C, which calls B. */
    @Test
    void callsOfOneService_leaveApart() throws Exception {
        span("b", 4, 3);
        span("b", 5, 4);
        span("b", 2, 1);
        span("b", 6, 2);
        span("a", 1, 0);
        span("c", 3, 6);
        clock.advance(Duration.ofSeconds(1));
        assertThat(released()).containsExactly("b 4 5", "b 2 6", "a 1", "c 3");
    }

    @Test
    void laterCall_waitsFromItsOwnFirstSpan() throws Exception {
        span("a", 1, 0);
        span("b", 2, 1);
        clock.advance(Duration.ofMillis(600));
        span("b", 3, 1);
        clock.advance(Duration.ofMillis(400));
        assertThat(released()).containsExactly("a 1", "b 2");
        clock.advance(Duration.ofMillis(300));
        span("b", 4, 3);
        assertThat(released()).hasSize(2);
        clock.advance(Duration.ofMillis(300));
        assertThat(released()).containsExactly("a 1", "b 2", "b 3 4");
        assertThat(processor.heldItems()).isZero();
    }

    /** The timer would go off for each of many calls that begin shortly after each other. */
    @Test
    void callsShortlyAfterAnother_leaveTogetherATenthLater() throws Exception {
        span("a", 1, 0);
        span("b", 2, 1);
        for (int id = 3; id < 6; id++) {
            clock.advance(Duration.ofMillis(10));
            span("b", id, 1);
        }
        clock.advance(Duration.ofMillis(970));
        assertThat(released()).containsExactly("a 1", "b 2");
        clock.advance(Duration.ofMillis(99));
        assertThat(released()).hasSize(2);
        clock.advance(Duration.ofMillis(1));
        assertThat(released()).containsExactly("a 1", "b 2", "b 3", "b 4", "b 5");
    }

    @Test
    void remoteParent_beginsACall() throws Exception {
        span("a", 1, 0);
        request("a", 2, 1, REMOTE_PARENT);
        span("a", 3, 2);
        request("a", 4, 1, 0x100);
        clock.advance(Duration.ofSeconds(1));
        assertThat(released()).containsExactly("a 1 4", "a 2 3");
    }

    @Test
    void unknownParentsAndCircles_leaveToo() throws Exception {
        span("a", 1, 0);
        span("a", 2, 98);
        span("a", 3, 99);
        span("a", 4, 5);
        span("a", 5, 4);
        span("a", 6, 5);
        clock.advance(Duration.ofSeconds(1));
        assertThat(released()).containsExactly("a 1", "a 2 3", "a 4 5 6");
    }

    /** Two spans of one id belong to the call of the later; an empty id is nobody's parent. */
    @Test
    void doubleAndEmptyIds() throws Exception {
        span("a", 1, 0);
        span("a", 0, 0);
        span("a", 2, 1);
        span("a", 2, 1);
        clock.advance(Duration.ofSeconds(1));
        assertThat(released()).containsExactly("a 1 2 2", "a 0");
    }

    @Test
    void instancesAndNamespaces_areServicesOfTheirOwn() throws Exception {
        var request = Traces.create();
        for (String key : List.of("service.instance.id", "service.namespace", "host.name", "x")) {
            var resource = request.addResource();
            resource.resource().attributes().put("service.name", "a").put(key, "1");
            resource.addScope().addSpan().traceId(new TraceId(0, 1)).spanId(new SpanId(7));
        }
        for (String host : List.of("h1", "h2", "h1")) {
            var resource = request.addResource();
            resource.resource().attributes().put("host.name", host);
            resource.addScope().addSpan().traceId(new TraceId(0, 1)).spanId(new SpanId(8));
        }
        processor.consume(request, Context.background());
        clock.advance(Duration.ofSeconds(1));
        assertThat(next.payloads().stream().map(each -> each.itemCount()))
                .containsExactly(1, 1, 2, 2, 1);
    }

    @Test
    void tooMany_leaveEarly() throws Exception {
        processor = start(", num_traces: 2");
        span("a", 1, 0);
        span("b", 2, 1);
        span("c", 3, 2);
        clock.advance(Duration.ZERO);
        assertThat(released()).containsExactly("a 1");
        clock.advance(Duration.ofSeconds(1));
        assertThat(released()).containsExactly("a 1", "b 2", "c 3");
        assertThat(settings.metrics().sum("processor_groupbytrace_traces_evicted")).isEqualTo(1);
        assertThat(settings.metrics().sum("processor_groupbytrace_incomplete_releases")).isZero();
        assertThat(settings.log().lines())
                .extracting(LogLine::toString)
                .singleElement()
                .asString()
                .startsWith("INFO subtrace evicted and released early: in order to avoid this");
    }

    @Test
    void stop_handsAllOn() throws Exception {
        span("a", 1, 0);
        span("b", 2, 1);
        span("b", 3, 1);
        processor.stop(Duration.ofSeconds(10));
        assertThat(released()).containsExactly("a 1", "b 2", "b 3");
        assertThat(processor.heldItems()).isZero();
    }

    private GroupByTraceProcessor start(String more) {
        var factory = new GroupByTraceProcessorFactory();
        var started =
                new GroupByTraceProcessor(
                        assertThatConfig(factory, "{emit_strategy: service" + more + "}").binds(),
                        settings.processor("groupbytrace", Signal.TRACES),
                        next,
                        clock::scheduler,
                        clock::nanoTime);
        started.start(new TestHost());
        return started;
    }

    private void span(String service, long id, long parent) throws Exception {
        request(service, id, parent, 0);
    }

    private void request(String service, long id, long parent, int flags) throws Exception {
        Traces request = Traces.create();
        var resource = request.addResource();
        resource.resource().attributes().put("service.name", service);
        resource.addScope()
                .addSpan()
                .traceId(new TraceId(0, 1))
                .spanId(new SpanId(id))
                .parentSpanId(new SpanId(parent))
                .flags(flags);
        processor.consume(request, Context.background());
    }

    /** Service and span ids of each released payload. */
    private List<String> released() {
        return next.payloads().stream()
                .map(
                        payload -> {
                            var traces = (Traces) payload.open();
                            assertThat(traces.resources()).hasSize(1);
                            Iterable<Span> spans = traces.spans();
                            return traces.resources()
                                            .getFirst()
                                            .resource()
                                            .attributes()
                                            .getString("service.name", "")
                                    + StreamSupport.stream(spans.spliterator(), false)
                                            .map(span -> " " + span.spanId().value())
                                            .collect(Collectors.joining());
                        })
                .toList();
    }
}
