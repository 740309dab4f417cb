// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.receivers.ebpf.emit.DurationHistogram;
import dev.forager.receivers.ebpf.runtime.EbpfRuntime;
import dev.forager.receivers.ebpf.runtime.RuntimeSettings;
import dev.forager.receivers.ebpf.sys.BpfException;
import dev.forager.receivers.ebpf.sys.BtfStruct;
import dev.forager.receivers.ebpf.sys.LibBpf;
import dev.forager.receivers.ebpf.sys.StructView;
import dev.forager.testkit.LogRecorder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The runtime without any occurrence: a program of type syscall makes events. */
@KernelTest
class RuntimeKernelTest {
    private static final int KIND = 1;
    private static final int EVENTS = 1024;
    private static final int MOST_AT_ONCE = 64;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static EbpfRuntime runtime(long bulkBytes, int perSecond, int perCgroup)
            throws BpfException {
        return EbpfRuntime.acquire(
                LibBpf.load(null),
                Kernel.facts(),
                new RuntimeSettings(
                        null,
                        null,
                        Path.of("/sys/fs/cgroup"),
                        Path.of("/proc"),
                        Path.of("/sys"),
                        1 << 16,
                        bulkBytes,
                        0.25,
                        Duration.ofMillis(20),
                        perSecond,
                        perCgroup),
                new LogRecorder().logger());
    }

    /** Runs the program as often as it takes for so many events. */
    private static void emit(EbpfRuntime runtime, long group, int events, int limited)
            throws BpfException {
        for (int left = events; left > 0; left -= MOST_AT_ONCE) {
            run(runtime, group, Math.min(left, MOST_AT_ONCE), limited);
        }
    }

    private static StructView run(EbpfRuntime runtime, long value, int events, int limited)
            throws BpfException {
        BtfStruct test = runtime.core().btf().struct("self_test");
        byte[] context =
                test.bytes()
                        .put("value", value)
                        .put("events", events)
                        .put("limited", limited)
                        .toArray();
        return StructView.of(runtime.core().run("fg_self_test", context));
    }

    @Test
    void slots_areTheSameInTheKernelAndHere() throws BpfException {
        EbpfRuntime runtime = runtime(1 << 20, 0, 0);
        try {
            int slot = runtime.core().btf().struct("self_test").offset("slot", 4);
            var random = new Random(17);
            for (int i = 0; i < 5000; i++) {
                long nanos = random.nextLong() >>> (1 + random.nextInt(63));
                assertThat(run(runtime, nanos, 0, 0).i32(slot))
                        .as("%d ns", nanos)
                        .isEqualTo(DurationHistogram.slot(nanos));
            }
        } finally {
            runtime.release();
        }
    }

    @Test
    void events_comeWhole_andWhatDoesNotFitIsCountedExactly() throws Exception {
        EbpfRuntime runtime = runtime(1 << 16, 0, 0);
        var seen = new AtomicLong();
        try (var subscription =
                runtime.subscribe(
                        KIND,
                        event -> {
                            assertThat(event.pid()).isEqualTo((int) ProcessHandle.current().pid());
                            assertThat(event.comm()).isNotEmpty();
                            seen.incrementAndGet();
                        })) {
            assertThat(subscription).isNotNull();
            emit(runtime, 0, EVENTS, 0);
            runtime.flush(PATIENCE);
            long lost = runtime.stats().of(KIND).lost();
            assertThat(lost).isPositive();
            assertThat(seen.get() + lost).isEqualTo(EVENTS);
            assertThat(runtime.malformedEvents()).isZero();
            // A gap shows with the next event of the CPU on which it is.
            Awaitility.await()
                    .atMost(PATIENCE)
                    .untilAsserted(
                            () -> {
                                run(runtime, 0, 1, 0);
                                assertThat(runtime.missedEvents()).isEqualTo(lost);
                            });
        } finally {
            runtime.release();
        }
    }

    @Test
    void rates_holdForAGroupAndForTheNode() throws BpfException {
        EbpfRuntime runtime = runtime(1 << 22, 300, 100);
        try {
            long before = runtime.stats().of(KIND).sampled();
            emit(runtime, 5, 200, 1);
            long ofGroup = 200 - (runtime.stats().of(KIND).sampled() - before);
            // A second's worth at once, and what comes in while this runs.
            assertThat(ofGroup).isBetween(100L, 130L);
            for (int group = 6; group < 16; group++) {
                emit(runtime, group, 100, 1);
            }
            long ofNode = 1200 - (runtime.stats().of(KIND).sampled() - before);
            assertThat(ofNode).isBetween(300L, 390L);
        } finally {
            runtime.release();
        }
    }
}
