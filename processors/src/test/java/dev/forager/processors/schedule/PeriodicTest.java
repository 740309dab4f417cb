// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class PeriodicTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final AtomicInteger sent = new AtomicInteger();

    @Test
    void interval_sends() {
        Periodic periodic = periodic(Duration.ofMillis(5), sent::incrementAndGet);
        periodic.start();
        Awaitility.await().until(() -> sent.get() >= 2);
        assertThat(periodic.stop(PATIENCE)).isTrue();
    }

    @Test
    void stop_sendsOnceMoreAndOnlyOnce() {
        Periodic periodic = periodic(HOUR, sent::incrementAndGet);
        periodic.start();
        assertThat(periodic.stop(PATIENCE)).isTrue();
        assertThat(periodic.stop(PATIENCE)).isTrue();
        assertThat(sent).hasValue(1);
    }

    @Test
    void stop_withoutStart_sendsNothing() {
        assertThat(periodic(HOUR, sent::incrementAndGet).stop(PATIENCE)).isTrue();
        assertThat(sent).hasValue(0);
    }

    @Test
    void stop_pastItsLimit_interruptsAndSaysSo() {
        var interrupted = new CountDownLatch(1);
        Periodic periodic =
                periodic(
                        HOUR,
                        () -> {
                            try {
                                new CountDownLatch(1).await();
                            } catch (InterruptedException e) {
                                interrupted.countDown();
                            }
                        });
        periodic.start();
        assertThat(periodic.stop(Duration.ofMillis(20))).isFalse();
        Awaitility.await().until(() -> interrupted.getCount() == 0);
    }

    private static Periodic periodic(Duration interval, Runnable send) {
        return new Periodic(Executors::newSingleThreadScheduledExecutor, interval, send);
    }
}
