// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.forager.pdata.ExponentialHistogramDataPoint;
import dev.forager.pdata.Payload;
import dev.forager.pdata.Signal;
import dev.forager.pipeline.Receiver;
import dev.forager.receivers.ebpf.EbpfReceiverFactory;
import dev.forager.testkit.ConfigAssertions;
import dev.forager.testkit.TestConsumers;
import dev.forager.testkit.TestHost;
import dev.forager.testkit.TestSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The scenario {@code performance} against the kernel of this machine. */
@KernelTest
class PerformanceKernelTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final double NANOS = 1e-9;

    /** File systems whose direct I/O reaches a disk in blocks of 4 KiB. */
    private static final Set<String> ON_DISK = Set.of("ext4", "xfs");

    private final TestConsumers next = TestConsumers.of(Signal.METRICS);
    private final TestHost host = new TestHost();

    private Receiver start(String settings) throws Exception {
        var factory = new EbpfReceiverFactory();
        String yaml =
                """
                collection_interval: 60s
                probes: {network: {enabled: false}, performance: {%s}}
                """
                        .formatted(settings);
        Receiver receiver =
                factory.create(
                        ConfigAssertions.assertThatConfig(factory, yaml).binds(),
                        new TestSettings().receiver("ebpf"),
                        next);
        receiver.start(host);
        return receiver;
    }

    private Points last(String metric, TestCgroup cgroup) {
        Payload last = next.sink(Signal.METRICS).payloads().getLast();
        return Points.of(last, metric).where(each -> each.isOf(cgroup));
    }

    private static double seconds(Points points) {
        return points.all().stream()
                .mapToDouble(each -> ((ExponentialHistogramDataPoint) each.data()).sum())
                .sum();
    }

    @Test
    void failedIo_isASeriesOfItsOwn() throws Exception {
        try (var disk = FailingDisk.make()) {
            Receiver receiver = start("syscalls: {enabled: false}");
            try (var cgroup = TestCgroup.make("disk")) {
                cgroup.run(disk.readBoth());
                receiver.stop(PATIENCE);
                Points reads =
                        last("ebpf.disk.io.duration", cgroup).where("system.device", disk.name());
                assertThat(reads.total()).isEqualTo(2);
                assertThat(reads.where("error.type", "io").total()).isEqualTo(1);
                Points bytes = last("ebpf.disk.io", cgroup).where("system.device", disk.name());
                assertThat(bytes.total()).isEqualTo(4096);
            } finally {
                receiver.stop(PATIENCE);
            }
        }
    }

    @Test
    void directIo_isCountedExactly() throws Exception {
        Path file = Files.createTempFile(Path.of("").toAbsolutePath(), "direct", ".tmp");
        try {
            assumeTrue(ON_DISK.contains(Files.getFileStore(file).type()), "no ext4 or xfs here");
            int blocks = 300;
            Files.write(file, new byte[blocks * 4096]);
            runDd("if=%s of=/dev/null bs=4096 count=1".formatted(file));
            runDd("if=/dev/zero of=%s bs=4096 count=1 conv=notrunc,fsync".formatted(file));
            Receiver receiver = start("syscalls: {enabled: false}");
            try (var cgroup = TestCgroup.make("disk")) {
                String dd = "dd bs=4096 count=%d status=none ".formatted(blocks);
                cgroup.run(
                        dd
                                + "if=/dev/zero of=%s oflag=direct conv=notrunc && ".formatted(file)
                                + dd
                                + "if=%s of=/dev/null iflag=direct".formatted(file));
                receiver.stop(PATIENCE);
                for (String direction : List.of("read", "write")) {
                    assertThat(
                                    last("ebpf.disk.io", cgroup)
                                            .where("disk.io.direction", direction)
                                            .total())
                            .as(direction)
                            .isEqualTo(blocks * 4096L);
                    Points durations =
                            last("ebpf.disk.io.duration", cgroup)
                                    .where("disk.io.direction", direction);
                    assertThat(durations.total()).isEqualTo(blocks);
                    assertThat(seconds(durations)).isPositive();
                    assertThat(
                                    durations
                                            .all()
                                            .getFirst()
                                            .data()
                                            .attributes()
                                            .getString("system.device", ""))
                            .isNotEmpty();
                }
            } finally {
                receiver.stop(PATIENCE);
            }
        } finally {
            Files.delete(file);
        }
    }

    /** Outside of the group, so that the program itself is read from the disk before. */
    private static void runDd(String arguments) throws Exception {
        Process dd =
                new ProcessBuilder(("dd status=none " + arguments).split(" ")).inheritIO().start();
        assertThat(dd.waitFor()).isZero();
    }

    @Test
    void syscallBurst_isCountedByNameAndError() throws Exception {
        Receiver receiver = start("syscalls: {names: [getpriority]}");
        try (var cgroup = TestCgroup.make("calls")) {
            cgroup.run(TestCgroup.inOwnNetwork(SyscallLoad.class, "7000", "1234"));
            receiver.stop(PATIENCE);
            Points durations = last("ebpf.syscall.duration", cgroup);
            assertThat(durations.total()).isEqualTo(8234);
            assertThat(durations.all())
                    .allMatch(each -> each.has("ebpf.syscall.name", "getpriority"));
            assertThat(last("ebpf.syscall.errors", cgroup).all())
                    .singleElement()
                    .satisfies(
                            each -> {
                                assertThat(each.value()).isEqualTo(1234);
                                assertThat(each.has("ebpf.syscall.name", "getpriority")).isTrue();
                                assertThat(each.has("error.type", "EINVAL")).isTrue();
                            });
        } finally {
            receiver.stop(PATIENCE);
        }
    }

    /** The kernel keeps the same sums for each task, in schedstat and status. */
    @Test
    void burnersOnOneCpu_waitAsLongAsTheKernelSays() throws Exception {
        Receiver receiver = start("block_io: false");
        try (var cgroup = TestCgroup.make("burn")) {
            String burn =
                    "taskset -c 0 sh -c \"i=0; while [ \\$i -lt 400000 ]; do i=\\$((i+1)); done;"
                            + " read a b c < /proc/\\$\\$/schedstat; echo \\$a \\$b;"
                            + " grep ctxt /proc/\\$\\$/status\"";
            String out = cgroup.run("(%s & %s & wait)".formatted(burn, burn));
            receiver.stop(PATIENCE);
            double ran = sum(out, "^(\\d+) \\d+$") * NANOS;
            double waited = sum(out, "^\\d+ (\\d+)$") * NANOS;
            assertThat(waited).isGreaterThan(ran / 4);
            assertThat(seconds(last("ebpf.scheduler.run_queue.duration", cgroup)))
                    .isCloseTo(waited, within(waited / 10));
            double involuntary = sum(out, "^nonvoluntary_ctxt_switches:\\s+(\\d+)$");
            Points switches = last("process.context_switches", cgroup);
            // The shell that starts them and the end of each are not in what they print.
            assertThat(
                            (double)
                                    switches.where("process.context_switch.type", "involuntary")
                                            .total())
                    .isCloseTo(involuntary, within(20 + involuntary / 5));
            assertThat(switches.where("process.context_switch.type", "voluntary").total())
                    .isPositive();
            assertThat(last("ebpf.page_faults", cgroup).where("cpu.mode", "user").total())
                    .isPositive();
        } finally {
            receiver.stop(PATIENCE);
        }
    }

    private static double sum(String text, String pattern) {
        return Pattern.compile(pattern, Pattern.MULTILINE)
                .matcher(text)
                .results()
                .mapToDouble(each -> Double.parseDouble(each.group(1)))
                .sum();
    }

    @Test
    void locksAndSoftirqs_areSeenWhenAskedFor() throws Exception {
        Receiver receiver = start("lock_contention: true, softirq: true");
        try (var cgroup = TestCgroup.make("locks")) {
            cgroup.run("dd if=/dev/zero of=/dev/null bs=1M count=10 status=none");
            receiver.stop(PATIENCE);
            Payload last = next.sink(Signal.METRICS).payloads().getLast();
            assertThat(
                            Points.of(last, "ebpf.softirq.duration")
                                    .where("ebpf.softirq.name", "timer")
                                    .total())
                    .isPositive();
            assertThat(Points.of(last, "ebpf.lock.contention.duration").all())
                    .allSatisfy(
                            each ->
                                    assertThat(
                                                    each.data()
                                                            .attributes()
                                                            .getString("ebpf.lock.type", ""))
                                            .isNotEmpty());
        } finally {
            receiver.stop(PATIENCE);
        }
    }
}
