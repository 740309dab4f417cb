// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TestClockTest {
    private final TestClock clock = new TestClock();

    @Test
    void time_movesByAdvanceOnly() {
        clock.advance(Duration.ofSeconds(90));
        assertThat(clock.instant()).isEqualTo(Instant.parse("2026-01-01T00:01:30Z"));
        assertThat(clock.nanoTime()).isEqualTo(90_000_000_000L);
    }

    @Test
    void tasks_runInOrderAndAtTheirTime() {
        List<String> ran = new ArrayList<>();
        var scheduler = clock.scheduler();
        var _ = scheduler.schedule(() -> ran.add("b@" + clock.nanoTime()), 2, TimeUnit.NANOSECONDS);
        var _ = scheduler.schedule(() -> ran.add("a@" + clock.nanoTime()), 1, TimeUnit.NANOSECONDS);
        var _ = scheduler.schedule(() -> ran.add("c@" + clock.nanoTime()), 2, TimeUnit.NANOSECONDS);
        clock.advance(Duration.ofNanos(2));
        assertThat(ran).containsExactly("a@1", "b@2", "c@2");
        assertThat(clock.pending()).isZero();
    }

    @Test
    void periodicTask_runsOncePerPeriodUntilCancelled() {
        List<Long> ran = new ArrayList<>();
        var task =
                clock.scheduler()
                        .scheduleAtFixedRate(
                                () -> ran.add(clock.nanoTime()), 5, 10, TimeUnit.NANOSECONDS);
        clock.advance(Duration.ofNanos(30));
        task.cancel(false);
        clock.advance(Duration.ofNanos(100));
        assertThat(ran).containsExactly(5L, 15L, 25L);
    }

    @Test
    void shutdown_refusesAndForgets() {
        List<String> ran = new ArrayList<>();
        var scheduler = clock.scheduler();
        var _ = scheduler.schedule(() -> ran.add("late"), 1, TimeUnit.NANOSECONDS);
        scheduler.shutdown();
        clock.advance(Duration.ofSeconds(1));
        assertThat(ran).isEmpty();
        assertThatThrownBy(() -> scheduler.execute(() -> ran.add("x")))
                .isInstanceOf(RejectedExecutionException.class);
    }
}
