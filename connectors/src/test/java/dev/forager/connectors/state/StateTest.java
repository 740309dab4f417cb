// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.connectors.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.pdata.Signal;
import dev.forager.pipeline.config.ByteSize;
import dev.forager.testkit.TestClock;
import dev.forager.testkit.TestSettings;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class StateTest {
    @Test
    void room_refusesWhatDoesNotFit() {
        var room = new StateRoom(new ByteSize(100));
        assertThat(room.enter(60)).isTrue();
        assertThat(room.enter(60)).isFalse();
        room.leave(60);
        assertThat(room.enter(60)).isTrue();
        assertThat(room.bytes()).isEqualTo(60);
        assertThat(room.refused()).isEqualTo(1);
    }

    @Test
    void metrics_tellWhatTheRoomHolds() {
        var settings = new TestSettings();
        var room = new StateRoom(new ByteSize(100));
        room.enter(60);
        room.grow(5);
        room.refuse();
        var metrics =
                new StateMetrics(settings.connector("x/y", Signal.TRACES, Signal.METRICS), room);
        assertThat(settings.metrics().points("forager_connector_state_bytes"))
                .containsExactly("{connector=x/y} 65");
        assertThat(settings.metrics().sum("forager_connector_state_entries")).isEqualTo(1);
        assertThat(settings.metrics().sum("forager_connector_state_refused")).isEqualTo(1);
        metrics.close();
        assertThat(settings.metrics().points("forager_connector_state_bytes")).isEmpty();
    }

    @Test
    void timer_runsAtIntervalsUntilItStops() {
        var clock = new TestClock();
        var timer = new FlushTimer(clock::scheduler);
        var runs = new AtomicInteger();
        timer.every(Duration.ofSeconds(2), runs::incrementAndGet);
        clock.advance(Duration.ofSeconds(5));
        assertThat(runs).hasValue(2);
        timer.stop(Duration.ofSeconds(1));
        clock.advance(Duration.ofSeconds(5));
        assertThat(runs).hasValue(2);
    }

    @Test
    void runThatBlocks_isInterruptedAtTheLimit() throws Exception {
        var timer = FlushTimer.named("blocked");
        var begun = new CountDownLatch(1);
        var interrupted = new CountDownLatch(1);
        timer.every(
                Duration.ofMillis(1),
                () -> {
                    begun.countDown();
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        interrupted.countDown();
                        Thread.currentThread().interrupt();
                    }
                });
        begun.await();
        timer.stop(Duration.ofMillis(1));
        interrupted.await();
    }
}
