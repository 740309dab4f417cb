// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.prometheusremotewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.forager.pdata.Payload;
import dev.forager.pipeline.Retryable;
import dev.forager.testkit.TestTelemetry;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class TranslationRoomTest {
    private static final Payload SMALL = TestTelemetry.metrics(1);
    private static final Payload LARGE = TestTelemetry.metrics(10_000);

    @Test
    void smallRequests_areInTogether_andALargerOneThanAllGoesAlone() throws Exception {
        TranslationRoom room = TranslationRoom.of(64 << 10);
        var entered = new CompletableFuture<Void>();
        var second =
                Thread.ofPlatform()
                        .unstarted(
                                () -> {
                                    try (var _ = room.enter(LARGE)) {
                                        entered.complete(null);
                                    } catch (Retryable e) {
                                        entered.completeExceptionally(e);
                                    }
                                });
        try (var _ = room.enter(SMALL);
                var _ = room.enter(SMALL)) {
            second.start();
            await().until(() -> second.getState() == Thread.State.WAITING);
            assertThat(entered).isNotDone();
        }
        entered.join();
    }

    @Test
    void whoWaitsWhenAllStops_isToldToTryAgain() throws Exception {
        TranslationRoom room = TranslationRoom.of(1);
        var refusal = new AtomicReference<Throwable>();
        try (var _ = room.enter(LARGE)) {
            var second =
                    Thread.ofPlatform()
                            .start(
                                    () -> {
                                        try (var _ = room.enter(SMALL)) {
                                            refusal.set(new AssertionError("entered"));
                                        } catch (Retryable e) {
                                            refusal.set(e);
                                        }
                                    });
            await().until(() -> second.getState() == Thread.State.WAITING);
            second.interrupt();
            second.join();
        }
        assertThat(refusal.get()).isInstanceOf(Retryable.class);
    }
}
