// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.pdata.LogRecord;
import dev.forager.pdata.SeverityNumber;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The scenario {@code security} against the kernel of this machine. */
@KernelTest
class SecurityKernelTest {

    private final ScenarioRun run = new ScenarioRun("security");

    @TempDir private Path folder;

    private static String load(String what) {
        return TestCgroup.inOwnNetwork(SecurityLoad.class, what);
    }

    private static String text(LogRecord record, String key) {
        return String.valueOf(record.attributes().get(key));
    }

    @Test
    void exec_isToldWithoutSecrets() throws Exception {
        Records records =
                run.after(
                        "connect: none",
                        "/bin/true --user joe --password hunter2 --token=t0psecret"
                                + " postgres://joe:pw4@db/x $'a\\x1b[31m\\xffb'");
        assertThat(
                        records.named("ebpf.security.exec")
                                .with("process.executable.path", "/bin/true")
                                .all())
                .singleElement()
                .satisfies(
                        record -> {
                            String arguments = text(record, "process.command_args");
                            assertThat(arguments)
                                    .contains("--user", "joe", "--password", "[REDACTED]")
                                    .doesNotContain("hunter2", "t0psecret", "pw4", "\u001b");
                            assertThat(record.severityNumber()).isEqualTo(SeverityNumber.INFO);
                            assertThat(record.attributes().getLong("process.user.id", -1)).isZero();
                            assertThat(record.attributes().getLong("ebpf.repeat_count", 0))
                                    .isEqualTo(1);
                            assertThat(text(record, "ebpf.process.ancestors")).contains("java");
                        });
    }

    @Test
    void repeats_areFolded() throws Exception {
        Records records =
                run.after("connect: none", "for i in 1 2 3 4 5; do /bin/true repeated; done");
        assertThat(
                        records.where(
                                        each ->
                                                text(each, "process.command_args")
                                                                .contains("repeated")
                                                        && text(each, "process.executable.path")
                                                                .equals("/bin/true"))
                                .all())
                .extracting(each -> each.attributes().getLong("ebpf.repeat_count", 0))
                .containsExactly(1L, 4L);
    }

    @Test
    void execFromMemory_isAnError() throws Exception {
        Records records = run.after("", load("memfd"));
        assertThat(records.named("ebpf.security.memfd_exec").all())
                .singleElement()
                .satisfies(
                        record -> {
                            assertThat(record.severityNumber()).isEqualTo(SeverityNumber.ERROR);
                            assertThat(text(record, "process.executable.path"))
                                    .isEqualTo("memfd:forager-test");
                            assertThat(text(record, "process.command_args")).contains("kworker");
                            assertThat(text(record, "security_rule.name")).isEqualTo("memfd-exec");
                            assertThat(text(record, "ebpf.security.technique.id"))
                                    .isEqualTo("T1620");
                        });
    }

    @Test
    void shellOnSocket_isAnError() throws Exception {
        Records records = run.after("", load("shell"));
        assertThat(records.named("ebpf.security.reverse_shell").all())
                .singleElement()
                .satisfies(
                        record -> {
                            assertThat(record.severityNumber()).isEqualTo(SeverityNumber.ERROR);
                            assertThat(text(record, "process.executable.path"))
                                    .isEqualTo("/bin/sh");
                            assertThat(text(record, "destination.address")).isEqualTo("127.0.0.1");
                            assertThat(record.attributes().getLong("destination.port", 0))
                                    .isPositive();
                            assertThat(text(record, "security_rule.name"))
                                    .isEqualTo("reverse-shell");
                        });
    }

    /** Across a mount point; the process is gone before anybody can ask it for its folder. */
    @Test
    void anExecFromTheWorkingFolder_thatEndsAtOnce_isToldByItsWholePath() throws Exception {
        Path folder = Files.createTempDirectory(Path.of("/dev/shm"), "forager");
        try {
            Records records =
                    run.after(
                            "suppress_repeats: 0s",
                            "cd %s; mkdir -p a/b; cp /bin/true a/gone; cd a/b; for i in 1 2 3 4 5 6; do ../gone; done; rm -r %s/a"
                                    .formatted(folder, folder));
            assertThat(
                            records.where(
                                            each ->
                                                    text(each, "process.executable.path")
                                                            .endsWith("gone"))
                                    .all())
                    .hasSize(6)
                    .allSatisfy(
                            each ->
                                    assertThat(text(each, "process.executable.path"))
                                            .isEqualTo(folder + "/a/gone"));
        } finally {
            Files.delete(folder);
        }
    }

    @Test
    void anExecFromTheWorkingFolder_isToldByItsWholePath() throws Exception {
        Records records = run.after("", "cd %s; cp /bin/sleep x; ./x 1".formatted(folder));
        assertThat(
                        records.named("ebpf.security.exec")
                                .with("process.executable.path", folder.resolve("x").toString())
                                .all())
                .isNotEmpty();
    }

    /** By the tracepoint of each call, where this host has tracefs or lets root mount it. */
    @ParameterizedTest
    @ValueSource(strings = {"auto", "raw"})
    void systemCalls_areTold(String hook) throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), "x");
        Path other = Files.writeString(folder.resolve("secret2"), "x");
        Records records =
                run.after(
                        "connect: all, files: [%s]".formatted(secret),
                        "runtime: {syscall_hook: %s},".formatted(hook),
                        "unshare -m mount -t tmpfs none %s; cat %s; cat %s"
                                .formatted(folder, other, secret));
        assertThat(
                        records.named("ebpf.security.namespace")
                                .with("ebpf.namespace.operation", "unshare")
                                .all())
                .isNotEmpty();
        assertThat(
                        records.named("ebpf.security.mount")
                                .with("process.executable.name", "mount")
                                .all())
                .isNotEmpty()
                .allSatisfy(
                        each -> assertThat(each.severityNumber()).isEqualTo(SeverityNumber.WARN));
        assertThat(records.named("ebpf.security.sensitive_file").all())
                .singleElement()
                .satisfies(
                        record -> {
                            assertThat(text(record, "file.path")).isEqualTo(secret.toString());
                            assertThat(text(record, "process.executable.name")).isEqualTo("cat");
                            assertThat(text(record, "ebpf.file.access")).isEqualTo("read");
                        });
    }

    @Test
    void rules_ofAUserComeFirst() throws Exception {
        Records records =
                run.after(
                        "exec: matched, rules: [{name: no-true, match: {event: exec,"
                                + " process.executable.name: tru., process.linux.cgroup: /forager.*},"
                                + " severity: fatal}, default]",
                        "/bin/true && /bin/false; true");
        assertThat(records.named("ebpf.security.exec").all())
                .singleElement()
                .satisfies(
                        record -> {
                            assertThat(record.severityNumber()).isEqualTo(SeverityNumber.FATAL);
                            assertThat(text(record, "security_rule.name")).isEqualTo("no-true");
                            assertThat(text(record, "security_rule.ruleset.name"))
                                    .isEqualTo("custom");
                        });
    }
}
