// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.sending;

import static dev.forager.engine.sending.SendingFixture.batch;
import static dev.forager.engine.sending.SendingFixture.queue;
import static dev.forager.engine.sending.SendingFixture.queued;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.forager.pdata.Payload;
import dev.forager.pdata.Sizer;
import dev.forager.pipeline.AuthResult;
import dev.forager.pipeline.BatchConfig;
import dev.forager.pipeline.ClientInfo;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.Metadata;
import dev.forager.pipeline.Permanent;
import dev.forager.pipeline.SendingConfig;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class BatchWorkersTest {
    @Test
    void aBatchGoesWhenItHasTheLeastSize() throws Exception {
        try (var fixture = new SendingFixture(config(batch(Sizer.ITEMS, 10, 0), false))) {
            fixture.send(4);
            fixture.send(4);
            fixture.send(4);
            fixture.awaitItems(12);

            assertThat(sizes(fixture)).containsExactly(12);
            assertThat(fixture.clock.pending()).isZero();
        }
    }

    @Test
    void aSmallBatchGoesWhenItsTimeIsOver() throws Exception {
        try (var fixture = new SendingFixture(config(batch(Sizer.ITEMS, 10, 0), false))) {
            fixture.send(4);
            fixture.advance(Duration.ofMillis(199));
            assertThat(fixture.exporter.attempts()).isZero();
            fixture.clock.advance(Duration.ofMillis(1));

            fixture.awaitItems(4);
        }
    }

    @Test
    void aLargeRequestIsCutAndItsRestBeginsTheNextBatch() throws Exception {
        try (var fixture = new SendingFixture(config(batch(Sizer.ITEMS, 10, 10), false))) {
            fixture.send(4);
            fixture.send(23);
            await().until(() -> fixture.exporter.items() == 20);
            assertThat(sizes(fixture)).containsExactly(10, 10);
            assertThat(fixture.balance().queued()).isEqualTo(7);
            fixture.advance(Duration.ofMillis(200));

            fixture.awaitItems(27);
            await().until(() -> fixture.queueSize() == 0);
            assertThat(fixture.balance().difference()).isZero();
        }
    }

    @Test
    void whatTheDestinationLeavesOutIsNotSent() throws Exception {
        try (var fixture = new SendingFixture(config(batch(Sizer.ITEMS, 10, 0), false))) {
            fixture.exporter.leaveOut(6);
            fixture.send(4);
            fixture.send(7);
            await().until(() -> fixture.queueSize() == 0);

            assertThat(fixture.balance().sent()).isEqualTo(5);
            assertThat(fixture.balance().dropped()).containsEntry("left_out", 6L);
            assertThat(fixture.balance().difference()).isZero();
            assertThat(fixture.counts.sent()).as("as upstream").isEqualTo(11);
        }
    }

    @Test
    void requestsWithDifferentMetadataAreKeptApart() throws Exception {
        try (var fixture = new SendingFixture(config(batch(Sizer.ITEMS, 4, 0, "Tenant"), false))) {
            fixture.send(2, tenant("a"));
            fixture.send(2, tenant("b"));
            fixture.send(2, tenant("a"));
            fixture.awaitItems(4);

            Context seen = fixture.exporter.contexts().getFirst();
            assertThat(seen.client().metadata().get("tenant")).containsExactly("a");
            assertThat(seen.client().metadata().keys()).containsExactly("tenant");
            fixture.advance(Duration.ofMillis(200));
            fixture.awaitItems(6);
            assertThat(fixture.exporter.contexts().get(1).client().metadata().get("tenant"))
                    .containsExactly("b");
        }
    }

    @Test
    void aboveTheCacheSizeTheOldestBatchGoesEarly() throws Exception {
        var partition = new BatchConfig.Partition(List.of("tenant"), 2, Duration.ofSeconds(1));
        var batch = new BatchConfig(Duration.ofHours(1), Sizer.ITEMS, 100, 0, partition);
        try (var fixture = new SendingFixture(config(batch, false))) {
            fixture.send(1, tenant("a"));
            fixture.send(2, tenant("b"));
            fixture.send(3, tenant("c"));
            fixture.awaitItems(1);

            assertThat(fixture.clock.pending()).isEqualTo(2);
        }
    }

    @Test
    void theOutcomeOfABatchIsDealtToItsRequests() throws Exception {
        try (var fixture = new SendingFixture(config(batch(Sizer.ITEMS, 6, 0), false))) {
            fixture.exporter.refuse(new Permanent("bad"));
            fixture.send(2);
            fixture.send(4);
            await().until(() -> fixture.balance().droppedTotal() == 6);

            assertThat(fixture.balance().difference()).isZero();
            assertThat(fixture.lines("Exporting failed. Dropping data.")).hasSize(1);
        }
    }

    @Test
    void waitForResult_holdsEverySenderUntilItsBatchIsSent() throws Exception {
        try (var fixture = new SendingFixture(config(batch(Sizer.ITEMS, 5, 0), true));
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = callers.submit(() -> send(fixture, 2));
            await().until(() -> fixture.clock.pending() == 1);
            assertThat(first.isDone()).isFalse();
            var second = callers.submit(() -> send(fixture, 3));

            assertThat(first.get()).isTrue();
            assertThat(second.get()).isTrue();
            assertThat(sizes(fixture)).containsExactly(5);
        }
    }

    @Test
    void stop_sendsTheOpenBatch() throws Exception {
        try (var fixture = new SendingFixture(config(batch(Sizer.ITEMS, 100, 0), false))) {
            fixture.send(3);
            fixture.stop(Duration.ofSeconds(5));

            assertThat(fixture.exporter.items()).isEqualTo(3);
            assertThat(fixture.clock.pending()).isZero();
        }
    }

    @Test
    void aReaderThatWaitsHoldsNothingOfWhatWasSent() throws Exception {
        try (var fixture = new SendingFixture(config(batch(Sizer.ITEMS, 3, 0), false))) {
            fixture.send(3);
            fixture.awaitItems(3);
            var sent = new WeakReference<>(fixture.exporter.takePayloads().getFirst());
            await().until(
                            () -> {
                                System.gc();
                                return sent.refersTo(null);
                            });
        }
    }

    private static boolean send(SendingFixture fixture, int spans) throws Exception {
        fixture.send(spans);
        return true;
    }

    private static List<Integer> sizes(SendingFixture fixture) {
        return fixture.exporter.payloads().stream().map(Payload::itemCount).toList();
    }

    private static Context tenant(String name) {
        var headers = Metadata.of(Map.of("tenant", List.of(name), "other", List.of("x")));
        return Context.of(new ClientInfo(null, AuthResult.none(), headers), null);
    }

    private static SendingConfig config(BatchConfig batch, boolean waits) {
        return queued(queue(Sizer.REQUESTS, 100, false, waits, 3, batch));
    }
}
