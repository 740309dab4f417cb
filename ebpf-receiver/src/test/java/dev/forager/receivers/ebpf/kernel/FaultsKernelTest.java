// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.forager.pdata.LogRecord;
import dev.forager.pdata.SeverityNumber;
import dev.forager.pdata.Signal;
import dev.forager.pipeline.Receiver;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scenario {@code faults} against the kernel of this machine. */
@KernelTest
class FaultsKernelTest {
    private static final int LIMIT_BYTES = 48 << 20;

    private final ScenarioRun run = new ScenarioRun("faults");

    private static String load(String what) {
        return TestCgroup.inOwnNetwork(FaultsLoad.class, what);
    }

    private static List<LogRecord> told(Records records, String fault) {
        return records.named("ebpf.fault." + fault).all();
    }

    private Records recordsOf(TestCgroup cgroup) {
        return Records.of(run.next().sink(Signal.LOGS).payloads(), cgroup);
    }

    private static String text(LogRecord record, String key) {
        return String.valueOf(record.attributes().get(key));
    }

    @Test
    void aCrash_isNoSignalThatAProgramHandles() throws Exception {
        // The JVM sends itself SIGSEGV for null checks, and handles it.
        Records records =
                run.after(
                        "", load("null") + "; sh -c 'kill -SEGV $$'; sh -c 'kill -TERM $$'; true");
        assertThat(told(records, "crash"))
                .singleElement()
                .satisfies(
                        record -> {
                            assertThat(record.severityNumber()).isEqualTo(SeverityNumber.ERROR);
                            assertThat(text(record, "ebpf.signal")).isEqualTo("SIGSEGV");
                            assertThat(text(record, "process.exit.code")).isEqualTo("139");
                            assertThat(text(record, "process.executable.path")).endsWith("sh");
                            assertThat(text(record, "process.command_args")).contains("kill -SEGV");
                        });
    }

    @Test
    void connectionsThatFail_areTold() throws Exception {
        Records records = run.after("", load("connections"));
        assertThat(told(records, "connect_failed"))
                .extracting(
                        each -> text(each, "error.type"),
                        each -> text(each, "destination.port"),
                        each -> text(each, "process.executable.name"),
                        each -> text(each, "ebpf.repeat_count"))
                .containsExactly(
                        tuple("ECONNREFUSED", "9", "java", "1"),
                        tuple("ECONNREFUSED", "9", "java", "2"));
        assertThat(
                        records.named("ebpf.fault.connection_reset")
                                .with("error.type", "ECONNRESET")
                                .all())
                .isNotEmpty();
    }

    @Test
    void callsThatFailAgainAndAgain_areABurst() throws Exception {
        Records records =
                run.after(
                        "errno_burst: 20/10s",
                        "i=0; while [ $i -lt 25 ]; do cd /proc/self/status 2>/dev/null;"
                                + " i=$((i+1)); done; true");
        assertThat(
                        records.named("ebpf.fault.errno_burst")
                                .with("error.type", "ENOTDIR")
                                .with("ebpf.errno.count", 20)
                                .all())
                .hasSize(1);
    }

    @Test
    void slowIo_isTold() throws Exception {
        Path file = Files.createTempFile(Path.of("").toAbsolutePath(), "io", ".bin");
        try {
            Files.write(file, new byte[1 << 20]);
            Records records =
                    run.after(
                            "slow_io_over: 1us",
                            "sync %s; dd if=%s of=/dev/null iflag=direct bs=64k 2>/dev/null"
                                    .formatted(file, file));
            Assumptions.assumeFalse(
                    told(records, "slow_io").isEmpty(), "no block device is behind this folder");
            assertThat(records.named("ebpf.fault.slow_io").with("disk.io.direction", "read").all())
                    .isNotEmpty()
                    .allSatisfy(
                            each -> {
                                assertThat(text(each, "system.device")).isNotEmpty();
                                assertThat(each.attributes().getDouble("ebpf.duration", 0))
                                        .isPositive();
                            });
        } finally {
            Files.delete(file);
        }
    }

    @Test
    void failedIo_isTold() throws Exception {
        try (var disk = FailingDisk.make()) {
            assertThat(told(run.after("", disk.readBoth()), "io_error"))
                    .singleElement()
                    .satisfies(
                            each -> {
                                assertThat(text(each, "system.device")).isEqualTo(disk.name());
                                assertThat(text(each, "disk.io.direction")).isEqualTo("read");
                                assertThat(text(each, "error.type")).isEqualTo("io");
                                assertThat(text(each, "ebpf.io.size")).isEqualTo("4096");
                                assertThat(text(each, "process.executable.name")).isEqualTo("dd");
                            });
        }
    }

    /** Who starts a process waits uninterruptibly until that has executed its program. */
    @Test
    void aTaskThatIsBlocked_isToldWhileItWaits(@TempDir Path folder) throws Exception {
        Path pipe = folder.resolve("pipe");
        Receiver receiver = run.start("blocked_over: 300ms");
        try (var cgroup = TestCgroup.make("faults");
                var background = Executors.newSingleThreadExecutor()) {
            Future<String> waiting =
                    background.submit(
                            () ->
                                    cgroup.run(
                                            "mkfifo %s && %s"
                                                    .formatted(pipe, load("blocked " + pipe))));
            try {
                Awaitility.await()
                        .atMost(ScenarioRun.PATIENCE)
                        .until(() -> !told(recordsOf(cgroup), "blocked").isEmpty());
                assertThat(waiting).isNotDone();
            } finally {
                // Both of its ends, so that nobody waits here.
                new RandomAccessFile(pipe.toFile(), "rw").close();
            }
            waiting.get(ScenarioRun.PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(told(recordsOf(cgroup), "blocked"))
                    .first()
                    .satisfies(
                            each -> {
                                assertThat(each.severityNumber()).isEqualTo(SeverityNumber.WARN);
                                assertThat(text(each, "process.executable.name")).isEqualTo("java");
                            });
        } finally {
            receiver.stop(ScenarioRun.PATIENCE);
        }
    }

    @Test
    void aKillForWantOfMemory_isTold() throws Exception {
        Path group = memoryGroup();
        Receiver receiver = run.start("");
        try (var cgroup = TestCgroup.make("faults")) {
            // tail keeps the whole of a line that never ends.
            cgroup.run(
                    "sh -c 'echo $$ > %s/cgroup.procs; exec tail -n 1 /dev/zero' || true"
                            .formatted(group));
            receiver.stop(ScenarioRun.PATIENCE);
            assertThat(told(recordsOf(cgroup), "oom_kill"))
                    .singleElement()
                    .satisfies(
                            record -> {
                                assertThat(record.severityNumber()).isEqualTo(SeverityNumber.ERROR);
                                assertThat(text(record, "process.executable.name"))
                                        .isEqualTo("tail");
                                assertThat(text(record, "process.command_args"))
                                        .contains("/dev/zero");
                            });
        } finally {
            receiver.stop(ScenarioRun.PATIENCE);
            Files.deleteIfExists(group);
        }
    }

    /** A group of the memory controller of version 1, whose limit is small. */
    private static Path memoryGroup() throws Exception {
        Path root = Path.of("/sys/fs/cgroup/memory");
        Assumptions.assumeTrue(
                Files.isDirectory(root), "the memory controller is not one of cgroup v1");
        Path group =
                Files.createDirectories(
                        root.resolve("forager-faults-" + ProcessHandle.current().pid()));
        Files.writeString(group.resolve("memory.limit_in_bytes"), Integer.toString(LIMIT_BYTES));
        return group;
    }
}
