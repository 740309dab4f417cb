// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.groupbytrace;

import static dev.forager.testkit.ConfigAssertions.assertThatConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.forager.pdata.Signal;
import dev.forager.pdata.Span;
import dev.forager.pdata.TraceId;
import dev.forager.pdata.Traces;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.MemoryBudget;
import dev.forager.pipeline.Permanent;
import dev.forager.pipeline.ProcessorFactory;
import dev.forager.pipeline.Retryable;
import dev.forager.pipeline.config.ByteSize;
import dev.forager.testkit.CollectingConsumer;
import dev.forager.testkit.GoldenFolder;
import dev.forager.testkit.LogLine;
import dev.forager.testkit.ProcessorContract;
import dev.forager.testkit.TestClock;
import dev.forager.testkit.TestHost;
import dev.forager.testkit.TestSettings;
import dev.forager.testkit.TestTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class GroupByTraceProcessorTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final GroupByTraceProcessorFactory factory = new GroupByTraceProcessorFactory();
    private final TestClock clock = new TestClock();
    private final TestSettings settings = new TestSettings(clock);
    private final CollectingConsumer next = new CollectingConsumer();
    private GroupByTraceProcessor processor = start("{}", settings);

    /** Expected files were recorded from the Go collector. */
    @TestFactory
    Stream<DynamicTest> cases() {
        return GoldenFolder.of(getClass(), "golden").tests(factory);
    }

    @Test
    void spansOfATrace_leaveTogetherWhenItsTimeHasCome() throws Exception {
        consume(1, 2);
        clock.advance(Duration.ofMillis(600));
        consume(2, 1);
        clock.advance(Duration.ofMillis(300));
        assertThat(next.attempts()).isZero();
        assertThat(processor.heldItems()).isEqualTo(4);
        clock.advance(Duration.ofMillis(100));
        assertThat(released()).containsExactly("1 1", "2 2");
        assertThat(processor.heldItems()).isZero();
        consume(1);
        clock.advance(Duration.ofSeconds(1));
        assertThat(released()).containsExactly("1 1", "2 2", "1");
        assertThat(settings.metrics().sum("processor_groupbytrace_traces_released")).isEqualTo(3);
        assertThat(settings.metrics().sum("processor_groupbytrace_spans_released")).isEqualTo(5);
        assertThat(settings.metrics().gauge("processor_groupbytrace_num_traces_in_memory"))
                .isZero();
    }

    @Test
    void eachTrace_waitsFromItsOwnFirstSpan() throws Exception {
        consume(1);
        clock.advance(Duration.ofMillis(400));
        consume(2);
        clock.advance(Duration.ofMillis(600));
        assertThat(released()).containsExactly("1");
        clock.advance(Duration.ofMillis(399));
        assertThat(released()).containsExactly("1");
        clock.advance(Duration.ofMillis(1));
        assertThat(released()).containsExactly("1", "2");
    }

    @Test
    void tooManyTraces_costTheOldest() throws Exception {
        processor = start("num_traces: 2", settings);
        consume(1);
        consume(2, 3);
        clock.advance(Duration.ofSeconds(1));
        assertThat(released()).containsExactly("2", "3");
        assertThat(settings.metrics().sum("processor_groupbytrace_traces_evicted")).isEqualTo(1);
        assertThat(settings.metrics().gauge("processor_groupbytrace_conf_num_traces")).isEqualTo(2);
        assertThat(settings.log().lines())
                .extracting(LogLine::toString)
                .singleElement()
                .asString()
                .contains("INFO trace evicted: in order to avoid this in the future");
    }

    /** Each part of a request is an event; a trace that is evicted neither expires nor leaves. */
    @Test
    void eventsOfATrace_areTimed() throws Exception {
        processor = start("num_traces: 2", settings);
        consume(1);
        consume(2, 3);
        clock.advance(Duration.ofSeconds(1));
        assertThat(
                        settings
                                .metrics()
                                .histogram("processor_groupbytrace_event_latency")
                                .stream()
                                .map(
                                        point ->
                                                point.getAttributes()
                                                                .get(
                                                                        AttributeKey.stringKey(
                                                                                "event"))
                                                        + " "
                                                        + point.getCount()))
                .containsExactlyInAnyOrder(
                        "onTraceReceived 3",
                        "onTraceExpired 2",
                        "onTraceReleased 2",
                        "onTraceRemoved 3");
    }

    @Test
    void tooManyBytes_costTheOldest() throws Exception {
        processor = start("max_state_size: 60", settings);
        consume(1);
        consume(2);
        clock.advance(Duration.ofSeconds(1));
        assertThat(released()).containsExactly("2");
    }

    @Test
    void resourcesAndScopes_areKept() throws Exception {
        var request = (Traces) TestTelemetry.traces(20).open();
        request.addResource().schemaUrl("x").addScope().addSpan().traceId(new TraceId(0, 1));
        processor.consume(request, Context.background());
        clock.advance(Duration.ofSeconds(1));
        assertThat(next.items()).isEqualTo(21);
        var first = (Traces) next.payloads().getFirst().open();
        assertThat(first.resources()).hasSize(2);
        assertThat(first.resources().getFirst().resource().attributes().getString("host.name", ""))
                .isEqualTo("shop-1");
        assertThat(first.resources().getLast().schemaUrl()).isEqualTo("x");
    }

    @Test
    void failedRelease_isToldAndTheNextGoesOn() throws Exception {
        next.refuse(new Permanent("no"));
        consume(1);
        clock.advance(Duration.ofSeconds(1));
        next.refuse(null);
        consume(2);
        clock.advance(Duration.ofSeconds(1));
        assertThat(released()).containsExactly("2");
        assertThat(settings.log().lines())
                .extracting(LogLine::toString)
                .containsExactly("ERROR consume failed {error=no}");
    }

    @Test
    void budgetUsedUp_refusesForNowAndIsGivenBack() throws Exception {
        var small = settings.withMemory(MemoryBudget.ofBytes(60));
        processor = start("{}", small);
        consume(1);
        long used = small.memory().usedBytes();
        assertThatThrownBy(() -> consume(2, 3, 4, 5, 6))
                .isInstanceOf(Retryable.class)
                .hasMessageContaining("no memory for");
        assertThat(small.memory().usedBytes()).isEqualTo(used);
        assertThat(processor.heldItems()).isEqualTo(1);
        clock.advance(Duration.ofSeconds(1));
        assertThat(small.memory().usedBytes()).isZero();
    }

    @Test
    void severalWorkers_shareTheTraces() throws Exception {
        processor = start("{num_workers: 4, num_traces: 400}", settings);
        for (int i = 1; i <= 50; i++) {
            consume(i, i);
        }
        processor.stop(PATIENCE);
        assertThat(released()).hasSize(50).contains("7 7");
        assertThatThrownBy(() -> consume(1)).isInstanceOf(Retryable.class);
    }

    @Test
    void stopPastItsLimit_dropsAndSaysHowMuch() throws Exception {
        processor = (GroupByTraceProcessor) create("wait_duration: 1h");
        processor.start(new TestHost());
        next.block();
        consume(1);
        consume(2, 2);
        processor.stop(Duration.ofMillis(50));
        next.release();
        assertThat(processor.heldItems()).isZero();
        assertThat(settings.log().lines())
                .extracting(LogLine::toString)
                .contains(
                        "ERROR Stopped before all traces could be sent. Dropping data."
                                + " {dropped_items=2}");
    }

    @Test
    void realClock_releasesOnItsOwn() throws Exception {
        processor = (GroupByTraceProcessor) create("wait_duration: 20ms");
        processor.start(new TestHost());
        consume(1);
        Awaitility.await().until(() -> next.items() == 1);
        consume(2);
        Awaitility.await().until(() -> next.items() == 2);
        processor.stop(PATIENCE);
    }

    @Test
    void mistakes_areToldInTheWordsOfTheGoCollector() {
        assertThatConfig(factory, "store_on_disk: true")
                .failsWith("option 'disk storage' not supported in this release");
        assertThatConfig(factory, "discard_orphans: true")
                .failsWith("option 'discard orphans' not supported in this release");
        assertThatConfig(factory, "{num_workers: 3, num_traces: 2}").failsWith("num_traces");
        assertThatConfig(factory, "num_workers: 0").failsWith("num_workers");
        assertThatConfig(factory, "emit_strategy: span")
                .failsWith(
                        "unknown emit_strategy \"span\": valid values are \"trace\" and \"service\"");
        assertThatConfig(factory, "emit_strategy: ").failsWith("unknown emit_strategy \"\"");
        assertThatConfig(factory, "{}")
                .bindsTo(
                        new GroupByTraceConfig(
                                Duration.ofSeconds(1),
                                1_000_000,
                                1,
                                false,
                                false,
                                EmitStrategy.TRACE,
                                new ByteSize(0)));
    }

    private GroupByTraceProcessor start(String yaml, TestSettings its) {
        var started =
                new GroupByTraceProcessor(
                        assertThatConfig(factory, yaml).binds(),
                        its.processor("groupbytrace", Signal.TRACES),
                        next,
                        clock::scheduler,
                        clock::nanoTime);
        started.start(new TestHost());
        return started;
    }

    private Object create(String yaml) {
        return factory.create(
                assertThatConfig(factory, yaml).binds(),
                settings.processor("groupbytrace", Signal.TRACES),
                next);
    }

    private void consume(int... traces) throws Exception {
        Traces request = Traces.create();
        var scope = request.addResource().addScope();
        for (int trace : traces) {
            scope.addSpan().traceId(new TraceId(0, trace)).name("s");
        }
        processor.consume(request, Context.background());
    }

    /** The numbers of the traces of each released payload's spans. */
    private List<String> released() {
        return next.payloads().stream()
                .map(
                        payload -> {
                            var text = new StringBuilder();
                            for (Span span : ((Traces) payload.open()).spans()) {
                                text.append(text.isEmpty() ? "" : " ").append(span.traceId().low());
                            }
                            return text.toString();
                        })
                .toList();
    }

    @Nested
    class Contract extends ProcessorContract<GroupByTraceConfig> {
        @Override
        protected ProcessorFactory<GroupByTraceConfig> factory() {
            return factory;
        }

        @Override
        protected GroupByTraceConfig config() {
            return new GroupByTraceConfig(
                    Duration.ofHours(1), 100, 2, false, false, EmitStrategy.TRACE, new ByteSize(0));
        }

        @Override
        protected String yaml() {
            return "{wait_duration: 1h, num_traces: 100, num_workers: 2}";
        }

        /** Senders have their answer before spans are sent. */
        @Override
        protected boolean passesFailures() {
            return false;
        }
    }
}
