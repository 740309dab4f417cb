// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.tailsampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.forager.pdata.Signal;
import dev.forager.pdata.Traces;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.Permanent;
import dev.forager.pipeline.ProcessorFactory;
import dev.forager.pipeline.Retryable;
import dev.forager.testkit.GoldenFolder;
import dev.forager.testkit.LogLine;
import dev.forager.testkit.ProcessorContract;
import dev.forager.testkit.TestHost;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Holding, deciding and forgetting, with the test's own time and no threads. */
class TailSamplingProcessorTest extends SamplerFixture {
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

    @Nested
    class Contract extends ProcessorContract<TailSamplingProcessorConfig> {
        @Override
        protected ProcessorFactory<TailSamplingProcessorConfig> factory() {
            return new TailSamplingProcessorFactory();
        }

        @Override
        protected TailSamplingProcessorConfig config() {
            return SamplerFixture.config(
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
