// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.sending;

import static dev.forager.engine.sending.SendingFixture.queue;
import static dev.forager.engine.sending.SendingFixture.queued;
import static dev.forager.engine.sending.SendingFixture.retry;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.forager.pdata.Sizer;
import dev.forager.pipeline.AuthResult;
import dev.forager.pipeline.ClientInfo;
import dev.forager.pipeline.ComponentId;
import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.Deadline;
import dev.forager.pipeline.MemoryBudget;
import dev.forager.pipeline.Metadata;
import dev.forager.pipeline.Permanent;
import dev.forager.pipeline.QueueConfig;
import dev.forager.pipeline.RetryConfig;
import dev.forager.pipeline.Retryable;
import dev.forager.pipeline.SendingConfig;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class QueuedPathTest {
    private final ExecutorService caller = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void stopCaller() {
        caller.shutdownNow();
    }

    @Test
    void theSenderGoesOnOnceItsDataIsQueued() throws Exception {
        try (var fixture = new SendingFixture(queued(queue(Sizer.REQUESTS, 10, false, false, 1)))) {
            fixture.exporter.block();
            fixture.send(3);
            await().until(() -> fixture.exporter.waiting() == 1);

            assertThat(fixture.balance().queued()).isEqualTo(3);
            fixture.exporter.release();
            fixture.awaitItems(3);
            await().until(() -> fixture.balance().difference() == 0);
            assertThat(fixture.queueSize()).isZero();
        }
    }

    @Test
    void aWorkerThatWaitsHoldsNothingOfWhatItSent() throws Exception {
        try (var fixture = new SendingFixture(queued(queue(Sizer.REQUESTS, 10, false, false, 1)))) {
            fixture.send(3);
            fixture.awaitItems(3);
            var sent = new WeakReference<>(fixture.exporter.takePayloads().getFirst());
            await().until(() -> fixture.queueSize() == 0);
            await().until(
                            () -> {
                                System.gc();
                                return sent.refersTo(null);
                            });
        }
    }

    @Test
    void anErrorOfTheExporter_costsItsRequestAndNoWorker() throws Exception {
        try (var fixture = new SendingFixture(queued(queue(Sizer.REQUESTS, 10, false, false, 1)))) {
            fixture.exporter.fail(new StackOverflowError());
            fixture.send(3);
            await().until(() -> fixture.queueSize() == 0);
            assertThat(fixture.balance().dropped()).containsEntry("permanent_error", 3L);
            assertThat(fixture.counts.inFlight()).isZero();
            fixture.exporter.fail(null);
            fixture.send(4);
            fixture.awaitItems(4);
        }
    }

    @Test
    void aFullQueueRefuses_requestsUnderWayCount() throws Exception {
        try (var fixture = new SendingFixture(queued(queue(Sizer.REQUESTS, 2, false, false, 1)))) {
            fixture.exporter.block();
            fixture.send(1);
            fixture.send(1);

            assertThatThrownBy(() -> fixture.send(5))
                    .isInstanceOf(Retryable.class)
                    .hasMessage("sending queue is full");
            assertThat(fixture.counts.enqueueFailed()).isEqualTo(5);
            assertThat(fixture.queueSize()).isEqualTo(2);
            assertThat(fixture.lines("Exporting failed. Rejecting data."))
                    .singleElement()
                    .satisfies(
                            line ->
                                    assertThat(line.fields())
                                            .containsEntry("error", "sending queue is full")
                                            .containsEntry("rejected_items", 5));
        }
    }

    @Test
    void theSizerSaysWhatIsCounted() throws Exception {
        try (var fixture = new SendingFixture(queued(queue(Sizer.ITEMS, 10, false, false, 1)))) {
            fixture.exporter.block();
            fixture.send(6);
            fixture.send(4);

            assertThat(fixture.queueSize()).isEqualTo(10);
            assertThatThrownBy(() -> fixture.send(1)).hasMessage("sending queue is full");
        }
    }

    @Test
    void aRequestLargerThanTheQueueIsNeverAccepted() throws Exception {
        try (var fixture = new SendingFixture(queued(queue(Sizer.ITEMS, 10, true, false, 1)))) {
            assertThatThrownBy(() -> fixture.send(11))
                    .isInstanceOf(Permanent.class)
                    .hasMessage(
                            "element size too large: 11 (expected: at most the queue_size of 10)");
        }
    }

    @Test
    void blockOnOverflow_theSenderWaitsForRoom() throws Exception {
        try (var fixture = new SendingFixture(queued(queue(Sizer.REQUESTS, 1, true, false, 1)))) {
            fixture.exporter.block();
            fixture.send(1);
            var second = send(fixture, 2, Context.background());
            await().until(() -> fixture.exporter.waiting() == 1);
            assertThat(second.isDone()).isFalse();
            fixture.exporter.release();

            assertThat(second.get()).isNull();
            fixture.awaitItems(3);
        }
    }

    @Test
    void blockOnOverflow_theSendersDeadlineEndsTheWait() throws Exception {
        try (var fixture = new SendingFixture(queued(queue(Sizer.REQUESTS, 1, true, false, 1)))) {
            fixture.exporter.block();
            fixture.send(1);

            assertThat(send(fixture, 2, deadline(Duration.ofMillis(20))).get())
                    .hasMessage("sending queue is full");
        }
    }

    @Test
    void waitForResult_theSenderGetsTheOutcome() throws Exception {
        try (var fixture = new SendingFixture(queued(queue(Sizer.REQUESTS, 9, false, true, 2)))) {
            fixture.send(2);
            assertThat(fixture.exporter.items()).isEqualTo(2);

            fixture.exporter.refuse(new Permanent("bad"));
            assertThatThrownBy(() -> fixture.send(3)).isInstanceOf(Permanent.class);
            assertThat(fixture.balance().droppedTotal()).isZero();
            assertThat(fixture.balance().difference()).isZero();
        }
    }

    @Test
    void waitForResult_aSenderThatNoLongerWaitsTakesItsDataBack() throws Exception {
        try (var fixture = new SendingFixture(queued(queue(Sizer.REQUESTS, 9, false, true, 1)))) {
            fixture.exporter.block();
            var first = send(fixture, 1, Context.background());
            await().until(() -> fixture.exporter.waiting() == 1);

            assertThat(send(fixture, 2, deadline(Duration.ofMillis(20))).get())
                    .isInstanceOf(Retryable.class)
                    .hasMessage("context deadline exceeded");
            assertThat(fixture.queueSize()).isEqualTo(1);
            fixture.exporter.release();
            assertThat(first.get()).isNull();
            assertThat(fixture.exporter.items()).isEqualTo(1);
        }
    }

    @Test
    void dataThatCannotBeSentIsCountedAndNamed() throws Exception {
        try (var fixture = new SendingFixture(queued(queue(Sizer.REQUESTS, 9, false, false, 1)))) {
            fixture.exporter.refuse(new Permanent("bad"));
            fixture.send(4);
            await().until(() -> fixture.balance().droppedTotal() == 4);

            assertThat(fixture.balance().dropped()).containsEntry("permanent_error", 4L);
            assertThat(fixture.lines("Exporting failed. Dropping data."))
                    .singleElement()
                    .satisfies(
                            line ->
                                    assertThat(line.fields())
                                            .containsEntry("error", "Permanent error: bad")
                                            .containsEntry("dropped_items", 4L));
        }
    }

    @Test
    void aQueuedRequestKeepsItsMetadataAndNothingElse() throws Exception {
        try (var fixture =
                new SendingFixture(
                        new SendingConfig(
                                Duration.ZERO,
                                RetryConfig.OFF,
                                queue(Sizer.REQUESTS, 9, false, false, 1)))) {
            var client =
                    new ClientInfo(
                            null,
                            new AuthResult(Map.of("subject", "me")),
                            Metadata.of(Map.of("tenant", List.of("a"))));
            fixture.send(1, Context.of(client, Deadline.after(Duration.ofSeconds(9))));
            fixture.awaitItems(1);

            Context seen = fixture.exporter.contexts().getFirst();
            assertThat(seen.deadline()).isNull();
            assertThat(seen.client().auth().attributes()).isEmpty();
            assertThat(seen.client().metadata().get("tenant")).containsExactly("a");
        }
    }

    @Test
    void eachAttemptHasItsTimeout() throws Exception {
        try (var fixture = new SendingFixture(queued(queue(Sizer.REQUESTS, 9, false, false, 1)))) {
            fixture.send(1);
            fixture.awaitItems(1);

            Deadline deadline = fixture.exporter.contexts().getFirst().deadline();
            assertThat(deadline).isNotNull();
            assertThat(requireNonNull(deadline).remaining())
                    .isLessThanOrEqualTo(Duration.ofSeconds(5));
        }
    }

    @Test
    void queuedBytesAreReservedUntilTheyAreSent() throws Exception {
        MemoryBudget memory = MemoryBudget.ofBytes(31);
        try (var fixture =
                new SendingFixture(queued(queue(Sizer.REQUESTS, 9, false, false, 1)), memory)) {
            fixture.exporter.block();
            fixture.send(10);
            assertThat(memory.usedBytes()).isEqualTo(24);

            assertThatThrownBy(() -> fixture.send(10))
                    .isInstanceOf(Retryable.class)
                    .hasMessageContaining("the memory budget of 31 bytes is used up");
            fixture.exporter.release();
            await().until(() -> memory.usedBytes() == 0);
        }
    }

    @Test
    void fullBudget_takesWhatMayHaveBeenAcknowledged() throws Exception {
        MemoryBudget memory = MemoryBudget.ofBytes(100);
        var held = requireNonNull(memory.reserve(100), "no memory");
        try (var fixture =
                new SendingFixture(queued(queue(Sizer.REQUESTS, 9, false, false, 1)), memory)) {
            fixture.send(10);
            fixture.awaitItems(10);
        }
        held.close();
        assertThat(memory.usedBytes()).isZero();
    }

    @Test
    void hurry_aSenderThatWaitsIsAnsweredAfterOneAttempt() throws Exception {
        var config =
                new SendingConfig(
                        Duration.ZERO,
                        retry(Duration.ZERO),
                        queue(Sizer.REQUESTS, 9, false, true, 1));
        try (var fixture = new SendingFixture(config)) {
            fixture.exporter.refuse(new Retryable("down"));
            var outcome = send(fixture, 1, Context.background());
            await().until(() -> fixture.clock.pending() == 1);
            fixture.path.hurry();

            assertThat(outcome.get()).hasMessage("interrupted due to shutdown: down");
        }
    }

    @Test
    void hurry_whatNobodyWaitsForIsStillTriedAgain() throws Exception {
        var config =
                new SendingConfig(
                        Duration.ZERO,
                        retry(Duration.ZERO),
                        queue(Sizer.REQUESTS, 9, false, false, 1));
        try (var fixture = new SendingFixture(config)) {
            fixture.exporter.refuse(new Retryable("down"));
            fixture.send(1);
            await().until(() -> fixture.clock.pending() == 1);
            fixture.path.hurry();
            fixture.exporter.refuse(null);
            fixture.clock.advance(Duration.ofSeconds(5));

            fixture.awaitItems(1);
        }
    }

    @Test
    void stop_drainsWithOneAttemptEach() throws Exception {
        var config =
                new SendingConfig(
                        Duration.ZERO,
                        retry(Duration.ZERO),
                        queue(Sizer.REQUESTS, 9, false, false, 1));
        try (var fixture = new SendingFixture(config)) {
            fixture.exporter.refuse(new Retryable("down"));
            fixture.send(1);
            fixture.send(2);
            await().until(() -> fixture.clock.pending() == 1);
            fixture.stop(Duration.ofSeconds(5));

            assertThat(fixture.balance().dropped()).containsExactly(Map.entry("shutdown", 3L));
            assertThat(fixture.balance().difference()).isZero();
            assertThat(fixture.lines("Exporting failed. Dropping data."))
                    .extracting(line -> line.fields().get("error"))
                    .containsOnly("interrupted due to shutdown: down");
        }
    }

    @Test
    void stop_whatTheTimeDoesNotSufficeForIsNamedInOneLine() throws Exception {
        try (var fixture = new SendingFixture(queued(queue(Sizer.REQUESTS, 9, false, false, 1)))) {
            fixture.exporter.block();
            for (int i = 0; i < 4; i++) {
                fixture.send(10);
            }
            await().until(() -> fixture.exporter.waiting() == 1);
            fixture.stop(Duration.ZERO);

            assertThat(fixture.balance().queued()).isZero();
            assertThat(fixture.balance().droppedTotal()).isEqualTo(40);
            assertThat(fixture.lines("Exporting failed. Dropping data."))
                    .anySatisfy(
                            line ->
                                    assertThat(line.fields())
                                            .containsEntry("dropped_items", 30L)
                                            .containsEntry(
                                                    "error", "the time to shut down was over"));
        }
    }

    @Test
    void afterStopNothingIsLetIn() throws Exception {
        try (var fixture = new SendingFixture(queued(queue(Sizer.REQUESTS, 9, false, false, 1)))) {
            fixture.stop(Duration.ofSeconds(1));

            assertThatThrownBy(() -> fixture.send(1)).isInstanceOf(Retryable.class);
        }
    }

    @Test
    void aDurableQueueIsRefusedAsNotBuiltYet() {
        var storage = ComponentId.parse("file_storage");
        var queue = new QueueConfig(true, false, null, 10, false, storage, 1, null);

        assertThatThrownBy(() -> new SendingFixture(queued(queue)).close())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "sending_queue::storage: file_storage (expected: no storage, durable queue"
                                + " not built yet; remove the key to queue in memory)");
    }

    private Future<@Nullable ConsumeException> send(
            SendingFixture fixture, int spans, Context context) {
        return caller.submit(
                () -> {
                    try {
                        fixture.send(spans, context);
                        return null;
                    } catch (ConsumeException failure) {
                        return failure;
                    }
                });
    }

    private static Context deadline(Duration time) {
        return Context.background().withDeadline(Deadline.after(time));
    }
}
