// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.batch;

import static dev.forager.testkit.ConfigAssertions.assertThatConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.forager.pdata.Signal;
import dev.forager.pipeline.AuthResult;
import dev.forager.pipeline.ClientInfo;
import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.Deadline;
import dev.forager.pipeline.MemoryBudget;
import dev.forager.pipeline.Metadata;
import dev.forager.pipeline.Permanent;
import dev.forager.pipeline.ProcessorFactory;
import dev.forager.pipeline.Retryable;
import dev.forager.testkit.CollectingConsumer;
import dev.forager.testkit.LogLine;
import dev.forager.testkit.ProcessorContract;
import dev.forager.testkit.TestHost;
import dev.forager.testkit.TestSettings;
import dev.forager.testkit.TestTelemetry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class BatchProcessorTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final TestSettings settings = new TestSettings();
    private final CollectingConsumer next = new CollectingConsumer();
    private final BatchProcessorFactory factory = new BatchProcessorFactory();
    private BatchProcessor processor = create(config(Duration.ofHours(1), 1_000_000), settings);

    @AfterEach
    void stop() {
        next.release();
        processor.stop(PATIENCE);
    }

    @Test
    void requests_becomeOneBatchAfterTheTimeout() throws Exception {
        start(config(Duration.ofMillis(20), 1_000_000));
        for (int i = 0; i < 50; i++) {
            processor.consume(TestTelemetry.traces(2).open(), Context.background());
        }
        Awaitility.await().until(() -> next.items() == 100);
        assertThat(next.payloads().size()).isLessThan(50);
    }

    @Test
    void deadlineAndCaller_doNotGoOn() throws Exception {
        start(config(Duration.ZERO, 10));
        var client =
                new ClientInfo(null, new AuthResult(Map.of("username", "ann")), Metadata.empty());
        var context = Context.of(client, Deadline.after(Duration.ofMinutes(1)));
        processor.consume(TestTelemetry.traces(1).open(), context);
        Awaitility.await().until(() -> next.items() == 1);
        assertThat(next.contexts()).containsExactly(Context.background());
    }

    @Test
    void metadataKeys_keepBatchesApart() throws Exception {
        start(config(Duration.ofHours(1), 1_000_000, List.of("Tenant", "zone"), 10));
        processor.consume(TestTelemetry.traces(1).open(), metadata("tenant", "a"));
        processor.consume(TestTelemetry.traces(2).open(), metadata("tenant", "b"));
        processor.consume(TestTelemetry.traces(4).open(), metadata("TENANT", "a"));
        processor.consume(TestTelemetry.traces(8).open(), metadata("other", "a"));
        processor.consume(TestTelemetry.traces(16).open(), metadata("tenant", ""));
        assertThat(settings.metrics().sum("processor_batch_metadata_cardinality")).isEqualTo(4);
        processor.stop(PATIENCE);
        assertThat(next.payloads())
                .extracting(each -> each.itemCount())
                .containsExactlyInAnyOrder(5, 2, 8, 16);
        int index = next.payloads().stream().map(each -> each.itemCount()).toList().indexOf(5);
        assertThat(next.contexts().get(index).client().metadata())
                .isEqualTo(Metadata.of(Map.of("tenant", List.of("a"))));
        assertThat(settings.metrics().sum("processor_batch_metadata_cardinality")).isZero();
    }

    @Test
    void combinationsAboveTheLimit_areRefusedForGood() throws Exception {
        start(config(Duration.ofHours(1), 1_000_000, List.of("tenant"), 2));
        processor.consume(TestTelemetry.traces(1).open(), metadata("tenant", "a"));
        processor.consume(TestTelemetry.traces(1).open(), metadata("tenant", "b"));
        assertThatThrownBy(
                        () ->
                                processor.consume(
                                        TestTelemetry.traces(1).open(), metadata("tenant", "c")))
                .isInstanceOf(Permanent.class)
                .hasMessage("too many batcher metadata-value combinations");
        processor.consume(TestTelemetry.traces(1).open(), metadata("tenant", "a"));
        processor.stop(PATIENCE);
        assertThat(next.items()).isEqualTo(3);
    }

    /** What waits, and what is on its way behind it: until it is taken or given up. */
    @Test
    void heldItems_areThoseThatWaitOrAreBeingSent() throws Exception {
        start(config(Duration.ofHours(1), 10));
        processor.consume(TestTelemetry.traces(4).open(), Context.background());
        assertThat(processor.heldItems()).isEqualTo(4);
        next.block();
        processor.consume(TestTelemetry.traces(6).open(), Context.background());
        processor.consume(TestTelemetry.traces(3).open(), Context.background());
        assertThat(processor.heldItems()).isEqualTo(13);
        next.release();
        Awaitility.await().until(() -> processor.heldItems() == 3);
        processor.stop(PATIENCE);
        assertThat(processor.heldItems()).isZero();
        assertThat(next.items()).isEqualTo(13);
    }

    /** Bounded: what does not fit into channel and batch waits with its caller. */
    @Test
    void blockedConsumer_blocksCallersAndLosesNothing() throws Exception {
        start(config(Duration.ZERO, 1));
        next.block();
        int callers = Runtime.getRuntime().availableProcessors() + 5;
        List<Thread> threads =
                IntStream.range(0, callers)
                        .mapToObj(_ -> Thread.ofVirtual().start(this::consumeOne))
                        .toList();
        Awaitility.await().until(() -> next.waiting() == 1);
        assertThat(threads).anyMatch(Thread::isAlive);
        next.release();
        for (Thread thread : threads) {
            thread.join();
        }
        processor.stop(PATIENCE);
        assertThat(next.items()).isEqualTo(callers);
    }

    @Test
    void afterStop_callersAreToldToTryAgain() throws Exception {
        start(config(Duration.ofHours(1), 10));
        processor.stop(PATIENCE);
        assertThatThrownBy(
                        () ->
                                processor.consume(
                                        TestTelemetry.traces(1).open(), Context.background()))
                .isInstanceOf(Retryable.class)
                .hasMessage("shutting down");
        assertThat(next.items()).isZero();
    }

    @Test
    void stopPastItsLimit_dropsAndSaysHowMuch() throws Exception {
        start(config(Duration.ZERO, 10));
        next.block();
        processor.consume(TestTelemetry.traces(3).open(), Context.background());
        Awaitility.await().until(() -> next.waiting() == 1);
        processor.consume(TestTelemetry.traces(4).open(), Context.background());
        processor.stop(Duration.ofMillis(50));
        assertThat(settings.log().lines())
                .extracting(LogLine::toString)
                .containsExactly(
                        "WARN Sender failed {error=shutting down}",
                        "ERROR Stopped before the batch could be sent. Dropping data."
                                + " {dropped_items=4}");
        assertThat(processor.heldItems()).isZero();
    }

    @Test
    void budgetUsedUp_refusesForNow() throws Exception {
        var small = settings.withMemory(MemoryBudget.ofBytes(10));
        processor = create(config(Duration.ofHours(1), 10), small);
        processor.start(new TestHost());
        assertThatThrownBy(
                        () ->
                                processor.consume(
                                        TestTelemetry.traces(1).open(), Context.background()))
                .isInstanceOf(Retryable.class)
                .hasMessageContaining("of 10 in use");
        assertThat(small.memory().usedBytes()).isZero();
    }

    @Test
    void config_hasTheDefaultsAndTextsOfTheGoCollector() {
        assertThatConfig(factory, "{}")
                .bindsTo(
                        new BatchProcessorConfig(Duration.ofMillis(200), 8192, 0, List.of(), 1000));
        assertThatConfig(factory, "{send_batch_size: 10, send_batch_max_size: 9}")
                .failsWith("send_batch_max_size must be greater or equal to send_batch_size");
        assertThatConfig(factory, "metadata_keys: [Tenant, tenant]")
                .failsWith("duplicate entry in metadata_keys: \"tenant\" (case-insensitive)");
        assertThatConfig(factory, "timeout: -1s")
                .failsWith("timeout must be greater or equal to 0");
    }

    @Test
    void mistakes_areToldAtOnce() {
        assertThatConfig(
                        factory,
                        "{send_batch_size: 10, send_batch_max_size: 5, timeout: -1s,"
                                + " metadata_keys: [a, A]}")
                .failsWith(
                        "duplicate entry in metadata_keys: \"a\"",
                        "send_batch_max_size must be",
                        "timeout must be greater or equal to 0");
    }

    private void consumeOne() {
        try {
            processor.consume(TestTelemetry.traces(1).open(), Context.background());
        } catch (ConsumeException e) {
            throw new AssertionError(e);
        }
    }

    private void start(BatchProcessorConfig config) throws Exception {
        processor = create(config, settings);
        processor.start(new TestHost());
    }

    private BatchProcessor create(BatchProcessorConfig config, TestSettings its) {
        return (BatchProcessor)
                new BatchProcessorFactory()
                        .create(config, its.processor("batch", Signal.TRACES), next);
    }

    private static Context metadata(String key, String value) {
        var metadata = Metadata.of(Map.of(key, List.of(value)));
        return Context.of(new ClientInfo(null, AuthResult.none(), metadata), null);
    }

    private static BatchProcessorConfig config(Duration timeout, long size) {
        return config(timeout, size, List.of(), 1000);
    }

    private static BatchProcessorConfig config(
            Duration timeout, long size, List<String> keys, long limit) {
        return new BatchProcessorConfig(timeout, size, 0, keys, limit);
    }

    @Nested
    class Contract extends ProcessorContract<BatchProcessorConfig> {
        @Override
        protected ProcessorFactory<BatchProcessorConfig> factory() {
            return new BatchProcessorFactory();
        }

        @Override
        protected BatchProcessorConfig config() {
            return new BatchProcessorConfig(Duration.ofHours(1), 100, 200, List.of("a"), 0);
        }

        @Override
        protected String yaml() {
            return "{timeout: 1h, send_batch_size: 100, send_batch_max_size: 200,"
                    + " metadata_keys: [a], metadata_cardinality_limit: 0}";
        }

        /** Senders have their answer before the batch is sent. */
        @Override
        protected boolean passesFailures() {
            return false;
        }
    }
}
