// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.tailsampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.forager.pipeline.Context;
import dev.forager.pipeline.MemoryBudget;
import dev.forager.pipeline.Retryable;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Bounds on traces, bytes and the memory of the process. */
class SamplerLimitsTest extends SamplerFixture {
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
}
