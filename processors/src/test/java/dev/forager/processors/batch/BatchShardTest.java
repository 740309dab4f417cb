// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.pdata.Payload;
import dev.forager.pdata.Signal;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.MemoryBudget;
import dev.forager.pipeline.Permanent;
import dev.forager.testkit.CollectingConsumer;
import dev.forager.testkit.LogLine;
import dev.forager.testkit.TestClock;
import dev.forager.testkit.TestSettings;
import dev.forager.testkit.TestTelemetry;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The state machine, without threads and with the test's own time. */
class BatchShardTest {
    private final TestClock clock = new TestClock();
    private final TestSettings settings = new TestSettings(clock);
    private final MemoryBudget memory = MemoryBudget.ofBytes(100_000_000);
    private final CollectingConsumer next = new CollectingConsumer();

    @Test
    void fullBatch_isSentAtOnceAndWhole() {
        var shard = shard("200ms", 10, 0);
        add(shard, 4);
        add(shard, 5);
        assertThat(sizes()).isEmpty();
        add(shard, 7);
        assertThat(sizes()).containsExactly(16);
        assertThat(shard.heldItems()).isZero();
    }

    @Test
    void maximum_splitsAndKeepsTheRest() {
        var shard = shard("200ms", 10, 10);
        add(shard, 25);
        assertThat(sizes()).containsExactly(10, 10);
        assertThat(shard.heldItems()).isEqualTo(5);
        clock.advance(Duration.ofMillis(200));
        shard.tick();
        assertThat(sizes()).containsExactly(10, 10, 5);
    }

    @Test
    void timer_runsFromTheLastBatchNotFromTheFirstItem() {
        var shard = shard("200ms", 10, 0);
        clock.advance(Duration.ofMillis(150));
        assertThat(shard.nanosToTick()).isEqualTo(Long.MAX_VALUE);
        add(shard, 1);
        assertThat(shard.nanosToTick()).isEqualTo(Duration.ofMillis(50).toNanos());
        clock.advance(Duration.ofMillis(50));
        shard.tick();
        assertThat(sizes()).containsExactly(1);
    }

    @Test
    void idleTicks_areSkippedInStep() {
        var shard = shard("200ms", 10, 0);
        clock.advance(Duration.ofMillis(1150));
        assertThat(shard.nanosToTick()).isEqualTo(Long.MAX_VALUE);
        add(shard, 1);
        assertThat(shard.nanosToTick()).isEqualTo(Duration.ofMillis(50).toNanos());
    }

    @Test
    void sentForSize_restartsTheTimer() {
        var shard = shard("200ms", 10, 10);
        clock.advance(Duration.ofMillis(150));
        add(shard, 12);
        assertThat(shard.nanosToTick()).isEqualTo(Duration.ofMillis(200).toNanos());
    }

    @Test
    void timeoutZero_sendsEverythingAtOnce() {
        var shard = shard("0ms", 100, 0);
        add(shard, 3);
        add(shard, 1);
        assertThat(sizes()).containsExactly(3, 1);
    }

    @Test
    void sizeZero_sendsEverythingAtOnceUpToTheMaximum() {
        var shard = shard("200ms", 0, 4);
        add(shard, 9);
        assertThat(sizes()).containsExactly(4, 4, 1);
    }

    @Test
    void emptyPayload_isNotSent() {
        var shard = shard("0ms", 100, 0);
        add(shard, 0);
        assertThat(next.attempts()).isZero();
        assertThat(memory.usedBytes()).isZero();
    }

    @Test
    void memory_isHeldUntilTheLastPieceIsSent() {
        var shard = shard("200ms", 10, 10);
        add(shard, 15);
        assertThat(memory.usedBytes()).isPositive();
        clock.advance(Duration.ofSeconds(1));
        shard.tick();
        assertThat(memory.usedBytes()).isZero();
    }

    @Test
    void refusedBatch_isAWarningAndNotCounted() {
        var shard = shard("0ms", 10, 0);
        next.refuse(new Permanent("no room"));
        add(shard, 3);
        LogLine line = settings.log().lines().getFirst();
        assertThat(line.toString()).isEqualTo("WARN Sender failed {error=no room}");
        assertThat(settings.metrics().histogram("processor_batch_batch_send_size")).isEmpty();
        assertThat(memory.usedBytes()).isZero();
    }

    @ParameterizedTest
    @EnumSource(names = {"TRACES", "METRICS", "LOGS"})
    void split_losesAndChangesNothing(Signal signal) {
        var shard = shard("200ms", 7, 7);
        shard.add(held(TestTelemetry.of(signal, 20)));
        clock.advance(Duration.ofSeconds(1));
        shard.tick();
        assertThat(sizes()).containsExactly(7, 7, 6);
        assertThat(next.payloads()).allMatch(part -> part.signal() == signal);
    }

    @Test
    void metrics_areThoseOfTheGoCollector() {
        var shard = shard("200ms", 10, 0);
        add(shard, 12);
        add(shard, 3);
        clock.advance(Duration.ofSeconds(1));
        shard.tick();
        var metrics = settings.metrics();
        assertThat(metrics.points("processor_batch_batch_size_trigger_send"))
                .containsExactly("{processor=batch} 1");
        assertThat(metrics.points("processor_batch_timeout_trigger_send"))
                .containsExactly("{processor=batch} 1");
        var sizes = metrics.histogram("processor_batch_batch_send_size").getFirst();
        assertThat(sizes.getSum()).isEqualTo(15);
        assertThat(sizes.getBoundaries())
                .startsWith(10.0, 25.0, 50.0, 75.0, 100.0, 250.0, 500.0, 750.0, 1000.0, 2000.0)
                .endsWith(9000.0, 10000.0, 20000.0, 30000.0, 50000.0, 100000.0)
                .hasSize(22);
        var bytes = metrics.histogram("processor_batch_batch_send_size_bytes").getFirst();
        assertThat(bytes.getBoundaries()).startsWith(128.0).endsWith(16777216.0).hasSize(18);
        assertThat(bytes.getSum())
                .isEqualTo(next.payloads().stream().mapToDouble(Payload::byteSize).sum());
    }

    private void add(BatchShard shard, int items) {
        shard.add(held(TestTelemetry.traces(items)));
    }

    private Held held(Payload payload) {
        var reservation = memory.reserve(payload.byteSize());
        return new Held(payload, Objects.requireNonNull(reservation));
    }

    private List<Integer> sizes() {
        return next.payloads().stream().map(Payload::itemCount).toList();
    }

    private BatchShard shard(String timeout, long size, long maxSize) {
        var config =
                new BatchProcessorConfig(
                        Duration.ofMillis(Long.parseLong(timeout.replace("ms", ""))),
                        size,
                        maxSize,
                        List.of(),
                        1000);
        var its = settings.processor("batch", Signal.TRACES);
        var sender = new BatchSender(next, new BatchMetrics(its), new LongAdder(), its.logger());
        return new BatchShard(config, 2, Context.background(), sender, clock::nanoTime);
    }
}
