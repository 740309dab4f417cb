// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.sending;

import static java.util.Objects.requireNonNull;
import static org.awaitility.Awaitility.await;

import dev.forager.engine.Items;
import dev.forager.engine.ledger.Branch;
import dev.forager.engine.ledger.BranchBalance;
import dev.forager.engine.ledger.ExporterCounts;
import dev.forager.engine.ledger.PipelineLedger;
import dev.forager.pdata.Sizer;
import dev.forager.pipeline.BatchConfig;
import dev.forager.pipeline.ComponentId;
import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.MemoryBudget;
import dev.forager.pipeline.PipelineId;
import dev.forager.pipeline.QueueConfig;
import dev.forager.pipeline.RetryConfig;
import dev.forager.pipeline.SendingConfig;
import dev.forager.testkit.CollectingExporter;
import dev.forager.testkit.LogLine;
import dev.forager.testkit.LogRecorder;
import dev.forager.testkit.TestClock;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A path into a collecting exporter, on a test's clock. */
final class SendingFixture implements AutoCloseable {
    /** The middle of every spread: waits are what the configuration says. */
    private static final RandomGenerator MIDDLE = () -> 1L << 63;

    final TestClock clock = new TestClock();
    final LogRecorder log = new LogRecorder();
    final ExporterCounts counts = new ExporterCounts();
    final CollectingExporter exporter;
    final PipelineLedger ledger = new PipelineLedger(PipelineId.parse("traces"));
    final Branch branch = ledger.addBranch(ComponentId.parse("out"));
    final SendingPath path;
    private boolean isStopped;

    SendingFixture(SendingConfig config) {
        this(config, MemoryBudget.unlimited());
    }

    SendingFixture(SendingConfig config, MemoryBudget memory) {
        this(config, memory, 0);
    }

    /** Into an exporter that wants waiting requests joined. */
    SendingFixture(SendingConfig config, long joinedBytes) {
        this(config, MemoryBudget.unlimited(), joinedBytes);
    }

    private SendingFixture(SendingConfig config, MemoryBudget memory, long joinedBytes) {
        exporter = new CollectingExporter(joinedBytes);
        var timing = new Timing(clock.scheduler(), clock::nanoTime, MIDDLE);
        path =
                SendingPath.of(
                        exporter,
                        config,
                        new SendingSettings("out", log.logger(), timing, memory, counts, null));
        path.start();
    }

    /** Sends without a deadline, and counts as the graph does. */
    void send(int spans) throws ConsumeException {
        send(spans, Context.background());
    }

    void send(int spans, Context context) throws ConsumeException {
        ledger.received().offer(spans);
        path.send(Items.spans(spans), context, branch);
        branch.take(spans);
        ledger.received().take(spans);
    }

    /** What the queue says that it holds. */
    long queueSize() {
        return requireNonNull(path.queue()).size();
    }

    BranchBalance balance() {
        return ledger.balances().getFirst();
    }

    /** Moves the clock on once something waits for it. */
    void advance(Duration step) {
        await().until(() -> clock.pending() > 0);
        clock.advance(step);
    }

    void awaitItems(long items) {
        await().until(() -> exporter.items() == items);
    }

    List<LogLine> lines(String message) {
        return log.lines().stream().filter(line -> line.message().startsWith(message)).toList();
    }

    void stop(Duration limit) {
        isStopped = true;
        path.stop(limit);
    }

    @Override
    public void close() {
        exporter.release();
        if (!isStopped) {
            stop(Duration.ofSeconds(5));
        }
    }

    /** No queue; retries as configured by default. */
    static SendingConfig direct(RetryConfig retry) {
        return new SendingConfig(Duration.ZERO, retry, QueueConfig.OFF);
    }

    /** A queue without batches. */
    static SendingConfig queued(QueueConfig queue) {
        return new SendingConfig(Duration.ofSeconds(5), RetryConfig.OFF, queue);
    }

    static QueueConfig queue(Sizer sizer, long size, boolean blocks, boolean waits, int consumers) {
        return queue(sizer, size, blocks, waits, consumers, null);
    }

    static QueueConfig queue(
            Sizer sizer,
            long size,
            boolean blocks,
            boolean waits,
            int consumers,
            @Nullable BatchConfig batch) {
        return new QueueConfig(true, waits, sizer, size, blocks, null, consumers, batch);
    }

    static RetryConfig retry(Duration maxElapsed) {
        return new RetryConfig(
                true, Duration.ofSeconds(5), 0.5, 1.5, Duration.ofSeconds(30), maxElapsed);
    }

    static BatchConfig batch(Sizer sizer, long min, long max, String... keys) {
        return new BatchConfig(
                Duration.ofMillis(200),
                sizer,
                min,
                max,
                new BatchConfig.Partition(List.of(keys), 10_000, Duration.ofSeconds(90)));
    }
}
