// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.sending;

import static dev.forager.engine.sending.SendingFixture.queue;
import static dev.forager.engine.sending.SendingFixture.queued;
import static dev.forager.engine.sending.SendingFixture.retry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.forager.pdata.Sizer;
import dev.forager.pipeline.QueueConfig;
import dev.forager.pipeline.Retryable;
import dev.forager.pipeline.SendingConfig;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of a queue whose exporter a reload replaces. */
class FormerPathsTest {
    private final ExecutorService caller = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void stopCaller() {
        caller.shutdownNow();
    }

    /** The former path of a reload: three requests, one of which waits for its next attempt. */
    private static SendingFixture withoutSuccess() throws Exception {
        var former =
                new SendingFixture(
                        new SendingConfig(
                                Duration.ofSeconds(5),
                                retry(Duration.ZERO),
                                queue(Sizer.REQUESTS, 10, false, false, 1)));
        former.exporter.refuse(new Retryable("connection refused"));
        for (int spans : List.of(1, 2, 4)) {
            former.send(spans);
        }
        await().until(() -> former.exporter.attempts() == 1);
        return former;
    }

    @Test
    void aSuccessorsExporter_sendsWhatWaits_whateverItsOwnQueueIs() throws Exception {
        for (QueueConfig own : List.of(QueueConfig.OFF, queue(Sizer.ITEMS, 1, false, false, 1))) {
            try (var former = withoutSuccess();
                    var next = new SendingFixture(queued(own))) {
                next.path.succeed(former.path);
                former.stop(Duration.ofSeconds(5));

                next.awaitItems(7);
                await().until(() -> former.balance().queued() == 0);
                assertThat(former.balance().sent()).isEqualTo(7);
                assertThat(former.balance().dropped()).isEmpty();
                assertThat(former.exporter.items()).isZero();
                assertThat(former.counts.inFlight()).isZero();
            }
        }
    }

    @Test
    void whatASuccessorCannotSendEither_goesToItsSuccessor_andIsInItsQueue() throws Exception {
        try (var former = withoutSuccess();
                var second = withoutSuccess();
                var third =
                        new SendingFixture(queued(queue(Sizer.REQUESTS, 10, false, false, 1)))) {
            second.path.succeed(former.path);
            former.stop(Duration.ofSeconds(5));
            await().until(() -> second.exporter.attempts() == 2);
            assertThat(second.queueSize()).isEqualTo(6);
            third.path.succeed(second.path);
            second.stop(Duration.ofSeconds(5));
            third.awaitItems(14);
            await().until(() -> third.queueSize() == 0);
            assertThat(former.balance().sent()).isEqualTo(7);
            assertThat(second.balance().sent()).isEqualTo(7);
        }
    }

    @Test
    void theStopOfASuccessor_drainsWhatItTookOver() throws Exception {
        try (var former = withoutSuccess();
                var next = withoutSuccess()) {
            next.path.succeed(former.path);
            former.stop(Duration.ofSeconds(5));
            await().until(() -> next.exporter.attempts() == 2);
            next.stop(Duration.ofSeconds(5));
            assertThat(former.balance().dropped()).isEqualTo(Map.of("shutdown", 7L));
            assertThat(next.balance().dropped()).isEqualTo(Map.of("shutdown", 7L));
            assertThat(former.balance().queued()).isZero();
        }
    }

    @Test
    void callersThatWait_getTheirOutcomeFromTheFormerExporter() throws Exception {
        var waits = queue(Sizer.REQUESTS, 10, false, true, 1);
        try (var former =
                        new SendingFixture(
                                new SendingConfig(
                                        Duration.ofSeconds(5), retry(Duration.ZERO), waits));
                var next = new SendingFixture(queued(waits))) {
            former.exporter.refuse(new Retryable("connection refused"));
            Future<?> call =
                    caller.submit(
                            () -> {
                                former.send(3);
                                return null;
                            });
            await().until(() -> former.exporter.attempts() == 1);
            next.path.succeed(former.path);
            former.stop(Duration.ofSeconds(5));
            assertThatThrownBy(call::get).hasStackTraceContaining("interrupted due to shutdown");
            assertThat(next.exporter.items()).isZero();
        }
    }
}
