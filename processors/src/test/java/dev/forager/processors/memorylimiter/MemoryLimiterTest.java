// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.memorylimiter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.pipeline.ComponentStatus;
import dev.forager.testkit.LogLine;
import dev.forager.testkit.TestClock;
import dev.forager.testkit.TestHost;
import dev.forager.testkit.TestSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class MemoryLimiterTest {
    private static final long MIB = 1024 * 1024;

    private final TestClock clock = new TestClock();
    private final TestSettings settings = new TestSettings(clock);
    private final TestHost host = new TestHost();
    private final Heap heap = new Heap();

    /** A heap of live data and garbage; collecting leaves the live data. */
    private static final class Heap implements MemoryReading {
        private volatile long live;
        private volatile long garbage;
        private final AtomicInteger collections = new AtomicInteger();

        void set(long liveMib, long garbageMib) {
            live = liveMib;
            garbage = garbageMib;
        }

        @Override
        public long usedBytes() {
            return (live + garbage) * MIB;
        }

        @Override
        public void collect() {
            garbage = 0;
            collections.incrementAndGet();
        }
    }

    @Test
    void belowTheSoftLimit_nothingHappens() {
        var limiter = limiter("0s", "0s", true);
        heap.set(79, 0);
        tick(limiter, 1);
        assertThat(limiter.mustRefuse()).isFalse();
        assertThat(heap.collections.get()).isZero();
        assertThat(settings.log().messages()).isEmpty();
    }

    @Test
    void garbageAboveTheSoftLimit_isCollectedInsteadOfRefused() {
        var limiter = limiter("0s", "0s", true);
        heap.set(10, 75);
        tick(limiter, 1);
        assertThat(limiter.mustRefuse()).isFalse();
        assertThat(lines())
                .containsExactly(
                        "INFO Memory usage is above soft limit. Forcing a GC. {cur_mem_mib=85}",
                        "INFO Memory usage after GC. {cur_mem_mib=10}");
    }

    @Test
    void liveDataAboveTheSoftLimit_isRefusedUntilItIsGone() {
        var limiter = limiter("10s", "0s", true);
        heap.set(90, 0);
        tick(limiter, 1);
        assertThat(limiter.mustRefuse()).isTrue();
        heap.set(20, 0);
        tick(limiter, 1);
        assertThat(limiter.mustRefuse()).isFalse();
        assertThat(lines())
                .containsExactly(
                        "WARN Memory usage is above soft limit. Refusing data. {cur_mem_mib=90}",
                        "INFO Memory usage back within limits. Resuming normal operation."
                                + " {cur_mem_mib=20}");
    }

    @Test
    void refusalAndRecovery_areReportedAsStatus() {
        var limiter = limiter("10s", "0s", true);
        limiter.start(this, host);
        heap.set(90, 0);
        tick(limiter, 1);
        heap.set(20, 0);
        tick(limiter, 1);
        limiter.stop(this);
        assertThat(host.statuses())
                .containsExactly(
                        ComponentStatus.recoverable("data refused due to high memory usage"),
                        ComponentStatus.ok());
    }

    @Test
    void aboveTheHardLimit_collectsAtOnceThoughTheSoftIntervalIsNotOver() {
        var limiter = limiter("10s", "0s", true);
        heap.set(90, 20);
        tick(limiter, 1);
        assertThat(heap.collections.get()).isOne();
        assertThat(limiter.mustRefuse()).isTrue();
        assertThat(lines().getFirst())
                .isEqualTo(
                        "WARN Memory usage is above hard limit. Forcing a GC. {cur_mem_mib=110}");
    }

    @Test
    void softInterval_isKept() {
        var limiter = limiter("10s", "0s", true);
        heap.set(90, 0);
        tick(limiter, 10);
        assertThat(heap.collections.get()).isZero();
        tick(limiter, 1);
        assertThat(heap.collections.get()).isOne();
    }

    /** 1.9 s, 3.8 s, 7.6 s, ... up to 30 s: doubled from a little less than the check interval. */
    @Test
    void futileCollections_areSpreadOut() {
        var limiter = limiter("0s", "0s", true);
        heap.set(150, 0);
        tick(limiter, 1);
        tick(limiter, 1);
        assertThat(heap.collections.get()).isEqualTo(1);
        tick(limiter, 1);
        assertThat(heap.collections.get()).isEqualTo(2);
        tick(limiter, 100);
        assertThat(heap.collections.get()).isLessThanOrEqualTo(8).isGreaterThanOrEqualTo(5);
        assertThat(lines())
                .contains(
                        "WARN Forced GC did not reclaim enough memory. Will back off GC frequency"
                                + " to preserve CPU for recovery. {next_soft_gc_interval=PT1.9S,"
                                + " next_hard_gc_interval=PT1.9S, cur_mem_mib=150}");
    }

    @Test
    void memoryThatComesDownByItself_endsTheBackoff() {
        var limiter = limiter("0s", "0s", true);
        heap.set(150, 0);
        tick(limiter, 60);
        int before = heap.collections.get();
        heap.set(120, 0);
        tick(limiter, 1);
        assertThat(heap.collections.get()).isEqualTo(before + 1);
    }

    @Test
    void collectorOff_refusesWithoutCollecting() {
        var limiter = limiter("0s", "0s", false);
        heap.set(10, 200);
        tick(limiter, 5);
        assertThat(limiter.mustRefuse()).isTrue();
        assertThat(heap.collections.get()).isZero();
    }

    @Test
    void limiterOfSeveralProcessors_measuresUntilTheLastStops() {
        var config = config("0s", "0s", true, Duration.ofMillis(1));
        var limiter = create(config);
        limiter.start("one", host);
        limiter.start("two", host);
        limiter.stop("one");
        heap.set(90, 0);
        Awaitility.await().until(limiter::mustRefuse);
        limiter.stop("two");
        limiter.stop("two");
    }

    @Test
    void percentage_isOfTheTotalAndLogged() {
        var config = percentage(50, 10);
        var limits = MemoryLimits.of(config, 1000 * MIB, settings.log().logger());
        assertThat(limits).isEqualTo(new MemoryLimits(500 * MIB, 100 * MIB));
        LogLine line = settings.log().lines().getFirst();
        assertThat(line.message()).isEqualTo("Using percentage memory limiter");
        assertThat(line.fields())
                .isEqualTo(
                        Map.of(
                                "total_memory_mib", 1000L,
                                "limit_percentage", 50L,
                                "spike_limit_percentage", 10L));
    }

    @Test
    void spike_isAFifthUnlessGiven() {
        var limits = MemoryLimits.of(percentage(50, 0), 1000 * MIB, settings.log().logger());
        assertThat(limits.soft()).isEqualTo(400 * MIB);
    }

    @Test
    void limitAboveTheHeap_movesBelowItInProportion() {
        var limits = new MemoryLimits(400, 80);
        assertThat(limits.cappedAt(1000)).isEqualTo(limits);
        assertThat(limits.cappedAt(200)).isEqualTo(new MemoryLimits(180, 36));
    }

    private List<String> lines() {
        return settings.log().lines().stream().map(LogLine::toString).toList();
    }

    private void tick(MemoryLimiter limiter, int times) {
        for (int i = 0; i < times; i++) {
            clock.advance(Duration.ofSeconds(1));
            limiter.check();
        }
    }

    /** Limits of 100 and 80 MiB, checked every second by the test's own calls. */
    private MemoryLimiter limiter(String minSoft, String minHard, boolean collects) {
        return create(config(minSoft, minHard, collects, Duration.ofSeconds(1)));
    }

    private MemoryLimiter create(MemoryLimiterConfig config) {
        return new MemoryLimiter(
                config,
                new MemoryLimits(100 * MIB, 20 * MIB),
                heap,
                clock::nanoTime,
                settings.log().logger());
    }

    private static MemoryLimiterConfig config(
            String minSoft, String minHard, boolean collects, Duration check) {
        return new MemoryLimiterConfig(
                check,
                100,
                0,
                0,
                0,
                Duration.parse("PT" + minSoft),
                Duration.parse("PT" + minHard),
                Duration.ofSeconds(30),
                Duration.ofSeconds(30),
                new MemoryLimiterConfig.GarbageCollector(collects));
    }

    private static MemoryLimiterConfig percentage(long limit, long spike) {
        return new MemoryLimiterConfig(
                Duration.ofSeconds(1),
                0,
                0,
                limit,
                spike,
                Duration.ofSeconds(10),
                Duration.ZERO,
                Duration.ofSeconds(30),
                Duration.ofSeconds(30),
                new MemoryLimiterConfig.GarbageCollector(true));
    }
}
