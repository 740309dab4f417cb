// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.receivers.ebpf.emit.DurationHistogram;
import dev.forager.receivers.ebpf.runtime.EbpfRuntime;
import dev.forager.receivers.ebpf.sys.BpfException;
import java.time.Duration;
import java.util.Collections;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The runtime without any occurrence: a program of type syscall makes events. */
@KernelTest
class RuntimeKernelTest {
    private static final int EVENTS = 1024;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Sooner than a reader that rests would look by itself. */
    private static final Duration SOON = Duration.ofSeconds(5);

    private static final Duration BUSY = Duration.ofMillis(20);

    @Test
    void slots_areTheSameInTheKernelAndHere() throws BpfException {
        try (TestRuntime test = TestRuntime.start(1 << 20, 0, 0)) {
            var random = new Random(17);
            for (int i = 0; i < 5000; i++) {
                long nanos = random.nextLong() >>> (1 + random.nextInt(63));
                assertThat(test.slot(nanos))
                        .as("%d ns", nanos)
                        .isEqualTo(DurationHistogram.slot(nanos));
            }
        }
    }

    @Test
    void events_comeWhole_andWhatDoesNotFitIsCountedExactly() throws Exception {
        var seen = new AtomicLong();
        var reading = new Object();
        try (TestRuntime test = TestRuntime.start(1 << 16, 0, 0)) {
            EbpfRuntime runtime = test.runtime();
            int self = (int) ProcessHandle.current().pid();
            try (var subscription =
                    runtime.subscribe(
                            TestRuntime.KIND,
                            event -> {
                                synchronized (reading) {
                                    assertThat(event.pid()).isEqualTo(self);
                                    assertThat(event.comm()).isNotEmpty();
                                    seen.incrementAndGet();
                                }
                            })) {
                assertThat(subscription).isNotNull();
                // No room is given back meanwhile, however long that takes.
                synchronized (reading) {
                    test.emit(0, EVENTS, false);
                }
                runtime.flush(PATIENCE);
                long lost = runtime.stats().of(TestRuntime.KIND).lost();
                assertThat(lost).isPositive();
                assertThat(seen.get() + lost).isEqualTo(EVENTS);
                assertThat(runtime.malformedEvents()).isZero();
                // A gap shows with the next event of the CPU on which it is.
                Awaitility.await()
                        .atMost(PATIENCE)
                        .untilAsserted(
                                () -> {
                                    emitOnEachCpu(test);
                                    runtime.flush(PATIENCE);
                                    assertThat(runtime.missedEvents()).isEqualTo(lost);
                                });
            }
        }
    }

    /** Threads that are busy at the same time are spread over the CPUs. */
    private static void emitOnEachCpu(TestRuntime test) throws Exception {
        int cpus = Runtime.getRuntime().availableProcessors();
        Callable<Boolean> busy =
                () -> {
                    long end = System.nanoTime() + BUSY.toNanos();
                    while (System.nanoTime() - end < 0) {
                        Thread.onSpinWait();
                    }
                    test.emit(0, 1, false);
                    return true;
                };
        try (var threads = Executors.newFixedThreadPool(cpus)) {
            for (Future<Boolean> each : threads.invokeAll(Collections.nCopies(cpus, busy))) {
                assertThat(each.get()).isTrue();
            }
        }
    }

    /** Where next to nothing comes, the reader needs no timer: each record wakes it. */
    @Test
    void readerThatRests_isWokenByARecord_andByManyGoesBackToItsTimer() throws Exception {
        var seen = new AtomicLong();
        try (TestRuntime test = TestRuntime.start(1 << 20, 0, 0)) {
            EbpfRuntime runtime = test.runtime();
            try (var subscription =
                    runtime.subscribe(TestRuntime.KIND, event -> seen.incrementAndGet())) {
                assertThat(subscription).isNotNull();
                assertThat(test.isWakingAtOnce()).isFalse();
                Awaitility.await().atMost(PATIENCE).until(test::isWakingAtOnce);
                test.emitWaking();
                Awaitility.await().atMost(SOON).until(() -> seen.get() == 1);
                for (int i = 0; i < 20; i++) {
                    test.emitWaking();
                }
                Awaitility.await().atMost(SOON).until(() -> seen.get() == 21);
                Awaitility.await().atMost(SOON).until(() -> !test.isWakingAtOnce());
            }
        }
    }

    @Test
    void rates_holdForAGroupAndForTheNode() throws BpfException {
        try (TestRuntime test = TestRuntime.start(1 << 22, 300, 100)) {
            long began = System.nanoTime();
            test.emit(5, 200, true);
            // A second's worth at once, and what comes in while this runs.
            assertThat(200 - sampled(test))
                    .isBetween(100L, Math.min(200, 102 + within(100, began)));
            for (int group = 6; group < 16; group++) {
                test.emit(group, 100, true);
            }
            assertThat(1200 - sampled(test))
                    .isBetween(300L, Math.min(1200, 302 + within(300, began)));
        }
    }

    @Test
    void refusals_lowerTheShareThatLeavesTheKernel_andItRecovers() throws Exception {
        var seen = new AtomicLong();
        var stoodFor = new AtomicLong();
        try (TestRuntime test = TestRuntime.start(1 << 22, 0, 0)) {
            EbpfRuntime runtime = test.runtime();
            try (var subscription =
                    runtime.subscribe(
                            TestRuntime.KIND,
                            event -> {
                                seen.incrementAndGet();
                                stoodFor.addAndGet(1L << event.sampleShift());
                            })) {
                assertThat(subscription).isNotNull();
                test.emit(0, EVENTS, true);
                runtime.pressure().refused();
                test.emit(0, EVENTS, true);
                runtime.flush(PATIENCE);
                assertThat(seen.get()).isEqualTo(EVENTS + EVENTS / 2);
                assertThat(stoodFor.get()).isEqualTo(2 * EVENTS);
                assertThat(sampled(test)).isEqualTo(EVENTS / 2);
            }
        }
    }

    private static long sampled(TestRuntime test) throws BpfException {
        return test.runtime().stats().of(TestRuntime.KIND).sampled();
    }

    /** How much a rate has allowed since a time. */
    private static long within(long perSecond, long sinceNanos) {
        return (System.nanoTime() - sinceNanos) * perSecond / 1_000_000_000 + 1;
    }
}
