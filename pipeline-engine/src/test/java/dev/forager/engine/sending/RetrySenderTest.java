// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.sending;

import static dev.forager.engine.sending.SendingFixture.direct;
import static dev.forager.engine.sending.SendingFixture.retry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.Deadline;
import dev.forager.pipeline.Permanent;
import dev.forager.pipeline.RetryConfig;
import dev.forager.pipeline.Retryable;
import dev.forager.pipeline.RpcStatus;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RetrySenderTest {
    private final Retryable down = new Retryable("connection refused");

    private final ExecutorService caller = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void stopCaller() {
        caller.shutdownNow();
    }

    @Test
    void waitsGrowByTheMultiplierUpToTheLongest() throws Exception {
        try (var fixture = new SendingFixture(direct(retry(Duration.ZERO)))) {
            fixture.exporter.refuse(down);
            var outcome = send(fixture, Context.background());
            for (String wait : List.of("5s", "7.5s", "11.25s", "16.875s", "25.3125s", "30s")) {
                fixture.advance(parse(wait));
            }
            await().until(() -> fixture.exporter.attempts() == 7);
            fixture.exporter.refuse(null);
            fixture.advance(Duration.ofSeconds(30));

            assertThat(outcome.get()).isNull();
            assertThat(fixture.lines("Exporting failed. Will retry the request after interval."))
                    .extracting(line -> line.fields().get("interval"))
                    .containsExactly("5s", "7.5s", "11.25s", "16.875s", "25.3125s", "30s", "30s");
            assertThat(fixture.balance().sent()).isEqualTo(2);
        }
    }

    @Test
    void aLongerDelayThatTheServerAsksForCounts() throws Exception {
        try (var fixture = new SendingFixture(direct(retry(Duration.ZERO)))) {
            Duration delay = Duration.ofSeconds(12);
            var status = new RpcStatus(14, "busy", delay);
            fixture.exporter.refuse(new Retryable("busy", delay, status, null));
            var outcome = send(fixture, Context.background());
            fixture.advance(Duration.ofSeconds(11));
            assertThat(fixture.exporter.attempts()).isEqualTo(1);
            assertThat(fixture.lines("Exporting failed. Will retry"))
                    .singleElement()
                    .asString()
                    .contains("Throttle (12s), error: busy");
            fixture.exporter.refuse(null);
            fixture.advance(Duration.ofSeconds(1));

            assertThat(outcome.get()).isNull();
        }
    }

    @Test
    void givesUpBeforeTheNextAttemptWouldBeTooLate() throws Exception {
        try (var fixture = new SendingFixture(direct(retry(Duration.ofSeconds(30))))) {
            fixture.exporter.refuse(down);
            var outcome = send(fixture, Context.background());
            fixture.advance(Duration.ofSeconds(5));
            fixture.advance(Duration.ofMillis(7_500));
            fixture.advance(Duration.ofMillis(11_250));

            assertThat(outcome.get())
                    .isInstanceOf(Retryable.class)
                    .hasMessage("no more retries left: connection refused");
            assertThat(fixture.exporter.attempts()).isEqualTo(4);
            assertThat(
                            fixture.lines(
                                    "Exporting failed. Rejecting data. Try enabling sending_queue"
                                            + " to survive temporary failures."))
                    .singleElement()
                    .satisfies(
                            line -> assertThat(line.fields()).containsEntry("rejected_items", 2));
        }
    }

    @Test
    void aPermanentFailureIsNotTriedAgain() throws Exception {
        try (var fixture = new SendingFixture(direct(retry(Duration.ZERO)))) {
            fixture.exporter.refuse(new Permanent("bad request"));

            assertThat(send(fixture, Context.background()).get())
                    .isInstanceOf(Permanent.class)
                    .hasMessage("not retryable error: Permanent error: bad request");
            assertThat(fixture.exporter.attempts()).isEqualTo(1);
            assertThat(fixture.counts.sendFailed()).isEqualTo(2);
            assertThat(fixture.counts.inFlight()).isZero();
        }
    }

    @Test
    void theCallersDeadlineEndsTheAttempts() throws Exception {
        try (var fixture = new SendingFixture(direct(retry(Duration.ZERO)))) {
            fixture.exporter.refuse(down);
            var context = Context.background().withDeadline(Deadline.after(Duration.ofSeconds(3)));

            assertThat(send(fixture, context).get())
                    .hasMessage("request will be cancelled before next retry: connection refused");
        }
    }

    @Test
    void stoppingEndsTheWait() throws Exception {
        try (var fixture = new SendingFixture(direct(retry(Duration.ZERO)))) {
            fixture.exporter.refuse(down);
            var outcome = send(fixture, Context.background());
            await().until(() -> fixture.clock.pending() > 0);
            fixture.stop(Duration.ofSeconds(1));

            assertThat(outcome.get())
                    .isInstanceOf(Retryable.class)
                    .hasMessage("interrupted due to shutdown: connection refused");
            assertThat(fixture.clock.pending()).isZero();
        }
    }

    @Test
    void withoutRetriesThereIsOneAttempt() throws Exception {
        try (var fixture = new SendingFixture(direct(RetryConfig.OFF))) {
            fixture.exporter.refuse(down);

            assertThat(send(fixture, Context.background()).get()).isSameAs(down);
        }
    }

    @Test
    void theWaitIsSpreadEvenlyAroundTheInterval() {
        var lowest = new Backoff(retry(Duration.ZERO), () -> 0L);
        var highest = new Backoff(retry(Duration.ZERO), () -> -1L);

        assertThat(lowest.nextNanos()).isEqualTo(2_500_000_000L);
        assertThat(highest.nextNanos()).isBetween(7_499_999_000L, 7_500_000_000L);
    }

    private Future<@Nullable ConsumeException> send(SendingFixture fixture, Context context) {
        return caller.submit(
                () -> {
                    try {
                        fixture.send(2, context);
                        return null;
                    } catch (ConsumeException failure) {
                        return failure;
                    }
                });
    }

    private static Duration parse(String seconds) {
        return Duration.parse("PT" + seconds.toUpperCase(java.util.Locale.ROOT));
    }
}
