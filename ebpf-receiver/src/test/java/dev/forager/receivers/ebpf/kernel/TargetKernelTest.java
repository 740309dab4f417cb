// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.forager.pdata.Payload;
import dev.forager.pdata.Signal;
import dev.forager.pipeline.Receiver;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code target} leaves out is left out in the kernel, and counted. */
@KernelTest
class TargetKernelTest {
    private static final String WORK = "for i in 1 2 3 4 5; do /bin/true; done";

    private static Payload metrics(ScenarioRun run) {
        return run.next().sink(Signal.METRICS).payloads().getLast();
    }

    @Test
    void groupsThatAreNotNamed_areFilteredInTheKernel() throws Exception {
        var run = new ScenarioRun("performance");
        try (var wanted = TestCgroup.make("wanted");
                var other = TestCgroup.make("other")) {
            String target = "target: {include: {cgroups: [%s]}},".formatted(wanted.path());
            Receiver receiver = run.start("", target);
            wanted.run(WORK);
            other.run(WORK);
            receiver.stop(ScenarioRun.PATIENCE);
            for (String metric : List.of("process.context_switches", "ebpf.page_faults")) {
                Points points = Points.of(metrics(run), metric);
                assertThat(points.where(each -> each.isOf(wanted)).total()).isPositive();
                assertThat(points.where(each -> !each.isOf(wanted)).all()).isEmpty();
            }
            assertThat(
                            Points.of(metrics(run), "ebpf.events")
                                    .where("ebpf.probe", "performance.page_faults")
                                    .where("ebpf.outcome", "filtered")
                                    .total())
                    .isPositive();
        }
    }

    /** A group that comes after the start is decided when the kernel tells of it. */
    @Test
    void aGroupThatComesLater_isDecidedByItsPath() throws Exception {
        var run = new ScenarioRun("performance");
        Receiver receiver = run.start("", "target: {exclude: {cgroups: ['/forager-later*']}},");
        try (var later = TestCgroup.make("later");
                var other = TestCgroup.make("other")) {
            awaitWalk(run);
            later.run(WORK);
            other.run(WORK);
            receiver.stop(ScenarioRun.PATIENCE);
            Points switches = Points.of(metrics(run), "process.context_switches");
            assertThat(switches.where(each -> each.isOf(other)).total()).isPositive();
            assertThat(switches.where(each -> each.isOf(later)).all()).isEmpty();
        } finally {
            receiver.stop(ScenarioRun.PATIENCE);
        }
    }

    /** Events of groups are read at the latest with the next two collections. */
    private static void awaitWalk(ScenarioRun run) {
        int before = run.next().sink(Signal.METRICS).payloads().size();
        Awaitility.await()
                .atMost(ScenarioRun.PATIENCE)
                .until(() -> run.next().sink(Signal.METRICS).payloads().size() >= before + 3);
    }

    @Test
    void anExecutable_isObservedWithWhatItStarts(@TempDir Path folder) throws Exception {
        Path program = folder.resolve("forager-one");
        Files.copy(Path.of("/bin/sh"), program);
        assertThat(program.toFile().setExecutable(true)).isTrue();
        var run = new ScenarioRun("security");
        Receiver receiver =
                run.start(
                        "system_calls: false, suppress_repeats: 0s",
                        "target: {include: {executables: ['*/forager-one']}},");
        try (var cgroup = TestCgroup.make("target")) {
            cgroup.run("/bin/true; %s -c 'exit 0'; /bin/true".formatted(program));
            receiver.stop(ScenarioRun.PATIENCE);
            assertThat(
                            Records.of(run.next().sink(Signal.LOGS).payloads(), cgroup)
                                    .named("ebpf.security.exec")
                                    .all())
                    .singleElement()
                    .extracting(each -> each.attributes().getString("process.executable.path", ""))
                    .isEqualTo(program.toString());
        } finally {
            receiver.stop(ScenarioRun.PATIENCE);
        }
    }

    @Test
    void aProcess_isObservedWithWhatItStarts() throws Exception {
        var run = new ScenarioRun("security");
        try (var cgroup = TestCgroup.make("pid");
                var shell = new Shell()) {
            Receiver receiver =
                    run.start(
                            "system_calls: false, suppress_repeats: 0s",
                            "target: {include: {pids: [%d]}},".formatted(shell.pid()));
            try {
                cgroup.run("/bin/ls / > /dev/null");
                shell.run("echo $$ > %s".formatted(cgroup.members()));
                shell.run("sh -c '/bin/true; :'");
                receiver.stop(ScenarioRun.PATIENCE);
                assertThat(
                                Records.of(run.next().sink(Signal.LOGS).payloads(), cgroup)
                                        .named("ebpf.security.exec")
                                        .all())
                        .extracting(
                                each -> each.attributes().getString("process.executable.path", ""))
                        .containsExactly("/usr/bin/sh", "/bin/true");
            } finally {
                receiver.stop(ScenarioRun.PATIENCE);
            }
        }
    }

    @Test
    void forks_areAsTheirParentIs(@TempDir Path folder) throws Exception {
        Path program = folder.resolve("forager-two");
        Files.copy(Path.of("/bin/sh"), program);
        assertThat(program.toFile().setExecutable(true)).isTrue();
        var run = new ScenarioRun("faults");
        Receiver receiver = run.start("", "target: {include: {comms: [forager-two]}},");
        try (var cgroup = TestCgroup.make("forks")) {
            // Subshells are forks without an exec. Its own exec is read in the meantime.
            cgroup.run(
                    "(kill -SEGV $(sh -c 'echo $PPID')); %s -c 'sleep 1; (kill -ABRT $(sh -c \"echo \\$PPID\"))'; true"
                            .formatted(program));
            receiver.stop(ScenarioRun.PATIENCE);
            assertThat(
                            Records.of(run.next().sink(Signal.LOGS).payloads(), cgroup)
                                    .named("ebpf.fault.crash")
                                    .all())
                    .extracting(each -> each.attributes().getString("ebpf.signal", ""))
                    .containsExactly("SIGABRT");
        } finally {
            receiver.stop(ScenarioRun.PATIENCE);
        }
    }

    @Test
    void twoReceivers_haveOneTarget() throws Exception {
        var run = new ScenarioRun("performance");
        Receiver receiver = run.start("", "target: {include: {pids: [1]}},");
        try {
            assertThatThrownBy(() -> new ScenarioRun("performance").start(""))
                    .hasMessageContaining("observes another target (expected: the same target");
        } finally {
            receiver.stop(ScenarioRun.PATIENCE);
        }
    }

    /** A shell that runs one command after the other. */
    private static final class Shell implements AutoCloseable {
        private final Process process;
        private final BufferedReader answers;

        Shell() throws IOException {
            process =
                    new ProcessBuilder("sh").redirectError(ProcessBuilder.Redirect.INHERIT).start();
            answers = process.inputReader(StandardCharsets.UTF_8);
        }

        long pid() {
            return process.pid();
        }

        /** Runs a command to its end. */
        void run(String command) throws IOException {
            Writer commands = process.outputWriter(StandardCharsets.UTF_8);
            commands.write(command + "; echo done\n");
            commands.flush();
            assertThat(answers.readLine()).isEqualTo("done");
        }

        @Override
        public void close() {
            process.destroyForcibly().onExit().join();
        }
    }
}
