// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.tailsampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.forager.config.ConfigException;
import dev.forager.config.RecordBinder;
import dev.forager.pdata.Signal;
import dev.forager.pdata.TraceId;
import dev.forager.pdata.Traces;
import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.MemoryBudget;
import dev.forager.pipeline.Permanent;
import dev.forager.pipeline.ProcessorFactory;
import dev.forager.pipeline.Retryable;
import dev.forager.testkit.CollectingConsumer;
import dev.forager.testkit.GoldenFolder;
import dev.forager.testkit.LogLine;
import dev.forager.testkit.ProcessorContract;
import dev.forager.testkit.TestClock;
import dev.forager.testkit.TestHost;
import dev.forager.testkit.TestSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Holding, deciding and forgetting, with the test's own time and no threads. */
class TailSamplingProcessorTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String ALL = "policies: [{name: all, type: always_sample}]";
    private static final String SLOW =
            "policies: [{name: slow, type: latency, latency: {threshold_ms: 5000}}]";
    private static final String CACHES =
            ", decision_cache: {sampled_cache_size: 10, non_sampled_cache_size: 10}";

    private final TestClock clock = new TestClock();
    private final CollectingConsumer next = new CollectingConsumer();
    private TestSettings settings = new TestSettings(clock);

    @TestFactory
    Stream<DynamicTest> goldenCases() {
        return GoldenFolder.of(TailSamplingProcessorTest.class, "golden")
                .tests(new TailSamplingProcessorFactory());
    }

    @Test
    void trace_isHeldForTheWaitThenSentWhole() {
        var processor = processor(ALL);
        send(processor, TestTraces.ofTrace(1, 2));
        clock.advance(Duration.ofSeconds(20));
        send(processor, TestTraces.ofTrace(1, 3));
        assertThat(processor.heldItems()).isEqualTo(5);
        tickAfter(processor, Duration.ofSeconds(9));
        assertThat(next.payloads()).isEmpty();
        tickAfter(processor, Duration.ofSeconds(2));
        assertThat(next.payloads()).hasSize(1);
        assertThat(next.items()).isEqualTo(5);
        assertThat(processor.heldItems()).isZero();
    }

    @Test
    void tracesOfOneTick_travelTogetherAndUndivided() {
        var processor = processor(ALL);
        for (int i = 0; i < 100; i++) {
            send(processor, TestTraces.ofTrace(i, 6));
            send(processor, TestTraces.ofTrace(i, 7));
        }
        tickAfter(processor, Duration.ofSeconds(31));
        assertThat(next.items()).isEqualTo(1300);
        assertThat(next.payloads().size()).isLessThan(40);
        assertThat(next.payloads())
                .allSatisfy(
                        payload -> {
                            assertThat(payload.itemCount()).isLessThanOrEqualTo(512);
                            assertThat(payload.itemCount() % 13).isZero();
                        });
    }

    @Test
    void traceThatNoPolicyWants_isGone() {
        var processor = processor(SLOW);
        send(processor, TestTraces.ofTrace(1, 2));
        tickAfter(processor, Duration.ofSeconds(31));
        assertThat(next.attempts()).isZero();
        assertThat(processor.heldItems()).isZero();
    }

    @Test
    void faultOfTheNextComponent_isSaidAndHarmsNoLaterTrace() {
        var isBroken = new AtomicBoolean(true);
        var processor =
                new TailSamplingProcessor(
                        config(ALL),
                        settings.processor("tail_sampling", Signal.TRACES),
                        (telemetry, context) -> {
                            if (isBroken.getAndSet(false)) {
                                throw new IllegalStateException("broken");
                            }
                            next.consume(telemetry, context);
                        },
                        clock::nanoTime);
        send(processor, TestTraces.ofTrace(1, 2));
        tickAfter(processor, Duration.ofSeconds(31));
        send(processor, TestTraces.ofTrace(2, 3));
        tickAfter(processor, Duration.ofSeconds(31));
        assertThat(next.items()).isEqualTo(3);
        assertThat(settings.log().lines())
                .extracting(LogLine::message)
                .contains("Error sending spans to destination: this is a fault of Forager");
    }

    @Test
    void withoutPolicies_nothingIsSampled() {
        var processor = processor("policies: []");
        send(processor, TestTraces.ofTrace(1, 2));
        tickAfter(processor, Duration.ofSeconds(31));
        assertThat(next.attempts()).isZero();
        assertThat(settings.metrics().points("processor_tail_sampling_global_count_traces_sampled"))
                .containsExactly("{decision=not_sampled, sampled=false} 1");
    }

    @Test
    void drop_winsOverSampling() {
        var processor =
                processor(
                        "policies: [{name: all, type: always_sample}, {name: health, type: drop,"
                                + " drop: {drop_sub_policy: [{type: string_attribute,"
                                + " string_attribute: {key: url, values: [/health]}}]}}]");
        send(processor, new TestTraces().span(1, span -> span.attributes().put("url", "/health")));
        send(processor, TestTraces.ofTrace(2, 1));
        tickAfter(processor, Duration.ofSeconds(31));
        assertThat(sentTraces()).containsExactly(TestTraces.id(2));
        assertThat(settings.metrics().points("processor_tail_sampling_count_traces_sampled"))
                .containsExactly(
                        "{decision=dropped, policy=health, sampled=false} 1",
                        "{decision=not_sampled, policy=health, sampled=false} 1",
                        "{decision=sampled, policy=all, sampled=true} 1");
    }

    /** A top-level invert_match is a plain vote: another policy may still sample. */
    @Test
    void invertedPolicy_isNoVeto() {
        var processor =
                processor(
                        "policies: [{name: not-gold, type: string_attribute, string_attribute:"
                                + " {key: tier, values: [gold], invert_match: true}},"
                                + " {name: all, type: always_sample}]");
        send(processor, new TestTraces().span(1, span -> span.attributes().put("tier", "gold")));
        tickAfter(processor, Duration.ofSeconds(31));
        assertThat(next.items()).isEqualTo(1);
    }

    @Test
    void root_bringsTheDecisionForward() {
        var processor = processor("decision_wait_after_root_received: 5s, " + ALL);
        send(processor, TestTraces.ofTrace(1, 1));
        clock.advance(Duration.ofSeconds(2));
        send(processor, new TestTraces().root(1));
        tickAfter(processor, Duration.ofSeconds(4));
        assertThat(next.items()).isZero();
        tickAfter(processor, Duration.ofSeconds(2));
        assertThat(next.items()).isEqualTo(2);
    }

    @Test
    void root_neverPutsTheDecisionOff() {
        var processor = processor("decision_wait_after_root_received: 20s, " + ALL);
        send(processor, TestTraces.ofTrace(1, 1));
        clock.advance(Duration.ofSeconds(25));
        send(processor, new TestTraces().root(1));
        tickAfter(processor, Duration.ofSeconds(6));
        assertThat(next.items()).isEqualTo(2);
    }

    @Test
    void lateSpans_followTheDecisionThatTheTableStillHolds() {
        var processor =
                processor(
                        "policies: [{name: e, type: status_code,"
                                + " status_code: {status_codes: [ERROR]}}]");
        send(processor, new TestTraces().span(1, span -> span.status().codeValue(2)));
        send(processor, TestTraces.ofTrace(2, 1));
        tickAfter(processor, Duration.ofSeconds(31));
        clock.advance(Duration.ofSeconds(7));
        send(processor, TestTraces.ofTrace(1, 4));
        send(processor, TestTraces.ofTrace(2, 8));
        assertThat(next.items()).isEqualTo(5);
        assertThat(processor.heldItems()).isZero();
        var age = settings.metrics().histogram("processor_tail_sampling_sampling_late_span_age");
        assertThat(age.getFirst().getSum()).isEqualTo(14);
        assertThat(age.getFirst().getCount()).isEqualTo(2);
    }

    @Test
    void lateSpans_followTheCachedDecision() {
        var processor =
                processor(
                        "policies: [{name: e, type: status_code, status_code:"
                                + " {status_codes: [ERROR]}}]"
                                + CACHES);
        send(processor, new TestTraces().span(1, span -> span.status().codeValue(2)));
        send(processor, TestTraces.ofTrace(2, 1));
        tickAfter(processor, Duration.ofSeconds(31));
        assertThat(settings.metrics().gauge("processor_tail_sampling_sampling_traces_on_memory"))
                .isZero();
        send(processor, TestTraces.ofTrace(1, 4));
        send(processor, TestTraces.ofTrace(2, 8));
        assertThat(next.items()).isEqualTo(5);
        assertThat(
                        settings.metrics()
                                .points(
                                        "processor_tail_sampling_early_releases_from_cache_decision"))
                .containsExactly("{sampled=false} 8", "{sampled=true} 4");
    }

    @Test
    void cache_forgetsWhatWasNotAskedForLongest() {
        var processor = processor(ALL + ", decision_cache: {sampled_cache_size: 2}");
        for (int i = 1; i <= 3; i++) {
            send(processor, TestTraces.ofTrace(i, 1));
            tickAfter(processor, Duration.ofSeconds(31));
        }
        next.clear();
        send(processor, TestTraces.ofTrace(1, 1));
        send(processor, TestTraces.ofTrace(2, 1));
        send(processor, TestTraces.ofTrace(3, 1));
        assertThat(sentTraces()).containsExactly(TestTraces.id(2), TestTraces.id(3));
        assertThat(processor.heldItems()).isEqualTo(1);
    }

    @Test
    void tooManyTraces_dropTheOldest() {
        var processor = processor("num_traces: 3, " + ALL);
        for (int i = 1; i <= 5; i++) {
            send(processor, TestTraces.ofTrace(i, 1));
            clock.advance(Duration.ofMillis(1));
        }
        assertThat(processor.heldItems()).isEqualTo(3);
        tickAfter(processor, Duration.ofSeconds(31));
        assertThat(sentTraces())
                .containsExactlyInAnyOrder(TestTraces.id(3), TestTraces.id(4), TestTraces.id(5));
        assertThat(
                        settings.metrics()
                                .sum("processor_tail_sampling_sampling_trace_dropped_too_early"))
                .isEqualTo(2);
        assertThat(settings.metrics().sum("processor_tail_sampling_new_trace_id_received"))
                .isEqualTo(5);
    }

    @Test
    void decidedTraces_makeRoomForNewOnes() {
        var processor = processor("num_traces: 3, " + ALL);
        for (int i = 1; i <= 3; i++) {
            send(processor, TestTraces.ofTrace(i, 1));
        }
        tickAfter(processor, Duration.ofSeconds(31));
        for (int i = 4; i <= 6; i++) {
            send(processor, TestTraces.ofTrace(i, 1));
        }
        tickAfter(processor, Duration.ofSeconds(31));
        assertThat(next.items()).isEqualTo(6);
        assertThat(
                        settings.metrics()
                                .sum("processor_tail_sampling_sampling_trace_dropped_too_early"))
                .isZero();
        var ages =
                settings.metrics().histogram("processor_tail_sampling_sampling_trace_removal_age");
        assertThat(ages.getFirst().getCount()).isEqualTo(3);
        assertThat(ages.getFirst().getSum()).isEqualTo(93);
    }

    @Test
    void blockOnOverflow_makesSendersWait() throws Exception {
        var processor = processor("num_traces: 1, block_on_overflow: true, " + ALL);
        send(processor, TestTraces.ofTrace(1, 1));
        Thread second = Thread.ofVirtual().start(() -> send(processor, TestTraces.ofTrace(2, 1)));
        Awaitility.await().until(() -> second.getState() == Thread.State.WAITING);
        tickAfter(processor, Duration.ofSeconds(31));
        second.join();
        tickAfter(processor, Duration.ofSeconds(31));
        assertThat(sentTraces()).containsExactly(TestTraces.id(1), TestTraces.id(2));
    }

    /** Decisions that are late because the next component blocks are no reason to lose traces. */
    @Test
    void overdueDecisions_makeSendersWait() throws Exception {
        var processor = processor("num_traces: 1, " + ALL);
        send(processor, TestTraces.ofTrace(1, 1));
        clock.advance(Duration.ofSeconds(40));
        Thread second = Thread.ofVirtual().start(() -> send(processor, TestTraces.ofTrace(2, 1)));
        Awaitility.await().until(() -> second.getState() == Thread.State.WAITING);
        processor.tick();
        second.join();
        assertThat(next.items()).isEqualTo(1);
        assertThat(processor.heldItems()).isEqualTo(1);
    }

    @Test
    void tooManyBytes_dropTheOldest() {
        var processor = processor("maximum_held_bytes: 3000, " + ALL);
        for (int i = 1; i <= 50; i++) {
            send(processor, TestTraces.ofTrace(i, 2));
            clock.advance(Duration.ofMillis(1));
        }
        assertThat(processor.heldItems()).isBetween(2L, 30L);
        assertThat(settings.memory().usedBytes()).isBetween(500L, 3000L);
        tickAfter(processor, Duration.ofSeconds(31));
        assertThat(sentTraces()).contains(TestTraces.id(50)).doesNotContain(TestTraces.id(1));
    }

    @Test
    void spansThatNeverFit_areDroppedAndCounted() {
        var processor = processor("maximum_held_bytes: 3000, " + ALL);
        send(
                processor,
                new TestTraces().span(1, span -> span.attributes().put("k", "x".repeat(5000))));
        assertThat(processor.heldItems()).isZero();
        assertThat(settings.metrics().sum("processor_tail_sampling_traces_dropped_too_large"))
                .isEqualTo(1);
    }

    @Test
    void memoryOfTheProcess_isReservedAndGivenBack() throws Exception {
        settings = settings.withMemory(MemoryBudget.ofBytes(100_000));
        var processor = processor(ALL + CACHES);
        send(processor, TestTraces.ofTrace(1, 10));
        assertThat(settings.memory().usedBytes()).isBetween(500L, 2000L);
        tickAfter(processor, Duration.ofSeconds(31));
        assertThat(settings.memory().usedBytes()).isZero();
        send(processor, TestTraces.ofTrace(2, 10));
        processor.stop(PATIENCE);
        assertThat(settings.memory().usedBytes()).isZero();
    }

    @Test
    void memoryUsedUpByOthers_isRefusedForNow() {
        settings = settings.withMemory(MemoryBudget.ofBytes(10_000));
        var processor = processor(ALL);
        try (var others = settings.memory().reserve(9_900)) {
            assertThat(others).isNotNull();
            assertThatThrownBy(
                            () ->
                                    processor.consume(
                                            TestTraces.ofTrace(1, 1).payload().open(),
                                            Context.background()))
                    .isInstanceOf(Retryable.class)
                    .hasMessageContaining("no memory");
        }
        send(processor, TestTraces.ofTrace(1, 1));
        assertThat(processor.heldItems()).isEqualTo(1);
    }

    @Test
    void traceAboveItsMaximum_isDroppedAtOnce() {
        var processor = processor("maximum_trace_size_bytes: 200, " + ALL);
        send(processor, TestTraces.ofTrace(1, 2));
        assertThat(processor.heldItems()).isEqualTo(2);
        send(processor, TestTraces.ofTrace(1, 2));
        assertThat(processor.heldItems()).isZero();
        send(processor, TestTraces.ofTrace(1, 2));
        tickAfter(processor, Duration.ofSeconds(31));
        assertThat(next.attempts()).isZero();
        assertThat(settings.metrics().sum("processor_tail_sampling_traces_dropped_too_large"))
                .isEqualTo(1);
    }

    @Test
    void sampleOnFirstMatch_asksNoFurther() {
        String two =
                "policies: [{name: all, type: always_sample}, {name: rate, type: rate_limiting,"
                        + " rate_limiting: {spans_per_second: 10}}]";
        var processor = processor("sample_on_first_match: true, " + two);
        send(processor, TestTraces.ofTrace(1, 1));
        tickAfter(processor, Duration.ofSeconds(31));
        assertThat(
                        settings.metrics()
                                .points("processor_tail_sampling_sampling_policy_execution_count"))
                .containsExactly("{policy=all} 1", "{policy=rate} 0");
    }

    @Test
    void spanIngest_releasesAtTheFirstMatchAndForgetsTheRest() {
        var processor =
                processor(
                        "sampling_strategy: span-ingest, policies: [{name: e, type: status_code,"
                                + " status_code: {status_codes: [ERROR]}}]");
        send(processor, TestTraces.ofTrace(1, 2));
        send(processor, TestTraces.ofTrace(2, 4));
        assertThat(next.items()).isZero();
        send(processor, new TestTraces().span(1, span -> span.status().codeValue(2)));
        assertThat(next.items()).isEqualTo(3);
        send(processor, TestTraces.ofTrace(1, 8));
        assertThat(next.items()).isEqualTo(11);
        tickAfter(processor, Duration.ofSeconds(31));
        assertThat(next.items()).isEqualTo(11);
        assertThat(processor.heldItems()).isZero();
        assertThat(settings.metrics().gauge("processor_tail_sampling_sampling_traces_on_memory"))
                .isEqualTo(1);
    }

    @Test
    void spanIngest_waitsWhileADropPolicyMayStillMatch() {
        var processor =
                processor(
                        "sampling_strategy: span-ingest, policies: [{name: all, type:"
                                + " always_sample}, {name: d, type: drop, drop: {drop_sub_policy:"
                                + " [{type: status_code, status_code: {status_codes: [OK]}}]}}]");
        send(processor, TestTraces.ofTrace(1, 2));
        assertThat(next.items()).isZero();
        send(processor, new TestTraces().span(1, span -> span.status().codeValue(1)));
        assertThat(processor.heldItems()).isZero();
        assertThat(next.items()).isZero();
    }

    @Test
    void severalResources_stayApart() {
        var processor = processor(ALL);
        send(processor, TestTraces.ofTrace(1, 1).resource("zone", "a"));
        send(processor, TestTraces.ofTrace(1, 1).resource("zone", "b"));
        tickAfter(processor, Duration.ofSeconds(31));
        var sent = (Traces) next.payloads().getFirst().open();
        assertThat(sent.resources()).hasSize(2);
    }

    @Test
    void refusedSpans_areAWarningAndTheTraceIsDecided() {
        var processor = processor(ALL);
        next.refuse(new Permanent("no room"));
        send(processor, TestTraces.ofTrace(1, 3));
        tickAfter(processor, Duration.ofSeconds(31));
        assertThat(settings.log().lines())
                .extracting(LogLine::toString)
                .containsExactly(
                        "WARN Error sending spans to destination {error=no room, dropped_items=3}");
        assertThat(processor.heldItems()).isZero();
    }

    @Test
    void nameBehindTheSlash_standsInFrontOfThePolicy() {
        var processor = processor(ALL, "tail_sampling/late");
        send(processor, TestTraces.ofTrace(1, 1));
        tickAfter(processor, Duration.ofSeconds(31));
        assertThat(settings.metrics().points("processor_tail_sampling_count_traces_sampled"))
                .containsExactly("{decision=sampled, policy=late.all, sampled=true} 1");
    }

    @Test
    void stop_decidesOnWhatIsHeld() throws Exception {
        var processor = processor(ALL);
        processor.start(new TestHost());
        send(processor, TestTraces.ofTrace(1, 3));
        processor.stop(PATIENCE);
        assertThat(next.items()).isEqualTo(3);
        assertThatThrownBy(
                        () ->
                                processor.consume(
                                        TestTraces.ofTrace(1, 1).payload().open(),
                                        Context.background()))
                .isInstanceOf(Retryable.class)
                .hasMessage("shutting down");
    }

    @Test
    void stop_dropsWhatIsHeldWhereAskedTo() throws Exception {
        var processor = processor("drop_pending_traces_on_shutdown: true, " + ALL);
        processor.start(new TestHost());
        send(processor, TestTraces.ofTrace(1, 3));
        processor.stop(PATIENCE);
        assertThat(next.items()).isZero();
        assertThat(processor.heldItems()).isZero();
    }

    @Test
    void stopPastItsLimit_interruptsAndDrops() throws Exception {
        var processor = processor(ALL);
        processor.start(new TestHost());
        next.block();
        send(processor, TestTraces.ofTrace(1, 3));
        processor.stop(Duration.ofMillis(50));
        assertThat(processor.heldItems()).isZero();
        assertThat(settings.log().messages()).contains("Error sending spans to destination");
    }

    /** Real threads, real time, several deciders: every span comes out once. */
    @Test
    void manySenders_loseNothing() throws Exception {
        var config = config("num_shards: 3, decision_wait: 20ms, " + ALL + CACHES);
        var processor =
                new TailSamplingProcessor(
                        config,
                        settings.processor("tail_sampling", Signal.TRACES),
                        next,
                        System::nanoTime);
        processor.start(new TestHost());
        List<Thread> senders =
                IntStream.range(0, 8)
                        .mapToObj(
                                _ ->
                                        Thread.ofVirtual()
                                                .start(
                                                        () -> {
                                                            for (int i = 0; i < 200; i++) {
                                                                send(
                                                                        processor,
                                                                        TestTraces.ofTrace(i, 2)
                                                                                .root(1000 + i));
                                                            }
                                                        }))
                        .toList();
        for (Thread sender : senders) {
            sender.join();
        }
        processor.stop(PATIENCE);
        assertThat(next.items()).isEqualTo(8 * 200 * 3);
        assertThat(processor.heldItems()).isZero();
    }

    private List<TraceId> sentTraces() {
        var ids = new ArrayList<TraceId>();
        next.payloads()
                .forEach(
                        payload ->
                                ((Traces) payload.open())
                                        .spans()
                                        .forEach(span -> ids.add(span.traceId())));
        return ids;
    }

    private void tickAfter(TailSamplingProcessor processor, Duration time) {
        clock.advance(time);
        processor.tick();
    }

    private static void send(TailSamplingProcessor processor, TestTraces request) {
        try {
            processor.consume(request.payload().open(), Context.background());
        } catch (ConsumeException e) {
            throw new AssertionError(e);
        }
    }

    private TailSamplingProcessor processor(String yaml) {
        return processor(yaml, "tail_sampling");
    }

    private TailSamplingProcessor processor(String yaml, String id) {
        return new TailSamplingProcessor(
                config(yaml), settings.processor(id, Signal.TRACES), next, clock::nanoTime);
    }

    private static TailSamplingProcessorConfig config(String yaml) {
        try {
            return RecordBinder.read("{" + yaml + "}", TailSamplingProcessorConfig.class);
        } catch (ConfigException e) {
            throw new AssertionError(e.problems().toString(), e);
        }
    }

    @Nested
    class Contract extends ProcessorContract<TailSamplingProcessorConfig> {
        @Override
        protected ProcessorFactory<TailSamplingProcessorConfig> factory() {
            return new TailSamplingProcessorFactory();
        }

        @Override
        protected TailSamplingProcessorConfig config() {
            return TailSamplingProcessorTest.config(
                    "policies: [{name: all, type: always_sample}], num_shards: 2, decision_wait: 1h");
        }

        @Override
        protected String yaml() {
            return "{policies: [{name: all, type: always_sample}], num_shards: 2, decision_wait: 1h}";
        }

        /** Senders have their answer before the trace is decided on. */
        @Override
        protected boolean passesFailures() {
            return false;
        }
    }
}
