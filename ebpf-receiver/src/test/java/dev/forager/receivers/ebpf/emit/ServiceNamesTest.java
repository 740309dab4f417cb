// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.emit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.receivers.ebpf.cgroup.Cgroup;
import dev.forager.receivers.ebpf.cgroup.CgroupTable;
import dev.forager.receivers.ebpf.process.ExecEvent;
import dev.forager.receivers.ebpf.process.Origin;
import dev.forager.receivers.ebpf.process.ProcessKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceNamesTest {
    private static final String ID = "ab".repeat(32);

    @TempDir Path root;
    private Path proc = Path.of("");
    private Path groups = Path.of("");
    private CgroupTable table = new CgroupTable(null, System::nanoTime);
    private final AtomicLong now = new AtomicLong();

    @BeforeEach
    void folders() throws IOException {
        proc = Files.createDirectory(root.resolve("proc"));
        groups = Files.createDirectory(root.resolve("cgroup"));
        table = new CgroupTable(groups, now::get);
    }

    private void process(int pid, String executable, String environment) throws IOException {
        process(pid, 4711, executable, environment);
    }

    private void process(int pid, int start, String executable, String environment)
            throws IOException {
        Path folder = Files.createDirectory(proc.resolve(Integer.toString(pid)));
        Files.writeString(
                folder.resolve("stat"),
                pid + " (x) S 1 1 1 0 -1 0 1 2 3 4 5 6 7 8 20 0 1 0 " + start + " 5 6");
        Files.createSymbolicLink(folder.resolve("exe"), Path.of(executable));
        Files.writeString(folder.resolve("environ"), environment);
    }

    private Cgroup group(String path, String pids) throws IOException {
        Path folder = Files.createDirectories(groups.resolve(path.substring(1)));
        Files.writeString(folder.resolve("cgroup.procs"), pids);
        table.made(7, path);
        return Cgroup.of(7, path);
    }

    /** A program is executed in the place of another. */
    private void executes(int pid, String executable) throws IOException {
        Files.delete(proc.resolve(pid + "/exe"));
        Files.createSymbolicLink(proc.resolve(pid + "/exe"), Path.of(executable));
    }

    private static ExecEvent exec(int pid, String path, String file) {
        return exec(pid, 4711, path, file);
    }

    private static ExecEvent exec(int pid, int start, String path, String file) {
        var key = new ProcessKey(pid, start);
        var origin = new Origin(key, pid, "x", 0, 7, 0, 0, List.of());
        return new ExecEvent(origin, path, file, List.of(), false, false, false, 0, null, 0);
    }

    private ServiceNames names() {
        return new ServiceNames(table, proc, now::get);
    }

    @Test
    void theVariable_winsOverTheExecutable() throws IOException {
        process(10, "/usr/bin/sh", "PATH=/bin\0");
        process(11, "/usr/bin/java", "A=1\0OTEL_SERVICE_NAME=cart\0");
        assertThat(names().find(group("/docker/" + ID, "11\n10\n"))).isEqualTo("cart");
    }

    @Test
    void withoutTheVariable_itIsTheFirstExecutable() throws IOException {
        process(10, "/usr/sbin/nginx", "OTEL_SERVICE_NAME=\0");
        process(11, "/usr/bin/java", "");
        Cgroup group = group("/system.slice/nginx.service", "11\n10\n");
        assertThat(names().find(group)).isEqualTo("nginx");
    }

    @Test
    void aName_holdsAlsoWhenTheProcessHasEnded() throws IOException {
        process(10, "/usr/sbin/nginx", "");
        Cgroup group = group("/system.slice/nginx.service", "10\n");
        ServiceNames names = names();
        assertThat(names.find(group)).isEqualTo("nginx");
        Files.writeString(groups.resolve("system.slice/nginx.service/cgroup.procs"), "");
        assertThat(names.find(group)).isEqualTo("nginx");
    }

    @Test
    void aHostileName_isShortAndMovesNoCursor() throws IOException {
        process(10, "/bin/x", "OTEL_SERVICE_NAME=a\u001b[2Jb" + "c".repeat(1000) + "\0");
        assertThat(names().find(group("/docker/" + ID, "10\n")))
                .startsWith("a\\x1b[2Jbc")
                .hasSize(255);
    }

    @Test
    void anEnvironment_thatIsALink_isNotFollowed() throws IOException {
        process(10, "/bin/x", "");
        Files.delete(proc.resolve("10/environ"));
        Path secret = Files.writeString(root.resolve("secret"), "OTEL_SERVICE_NAME=secret\0");
        Files.createSymbolicLink(proc.resolve("10/environ"), secret);
        assertThat(names().find(group("/docker/" + ID, "10\n"))).isEqualTo("x");
    }

    @Test
    void otherGroups_areNoService() throws IOException {
        process(10, "/bin/x", "OTEL_SERVICE_NAME=a\0");
        assertThat(names().find(group("/user.slice", "10\n"))).isNull();
        assertThat(names().find(group("/docker/" + ID, "99\n"))).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/usr/sbin/runc",
                "/memfd:runc_cloned:/proc/self/exe (deleted)",
                "/usr/libexec/crun",
                "/usr/bin/conmon",
                "/usr/bin/containerd-shim-runc-v2",
                "/usr/lib/systemd/systemd-executor"
            })
    void whatOnlyStartsOthers_isNoService(String starter) throws IOException {
        process(10, starter, "OTEL_SERVICE_NAME=starter\0");
        Cgroup group = group("/docker/" + ID, "10\n");
        ServiceNames names = names();
        assertThat(names.find(group)).isNull();
        executes(10, "/usr/sbin/nginx");
        Files.writeString(proc.resolve("10/environ"), "");
        assertThat(names.find(group)).isEqualTo("nginx");
    }

    @Test
    void whatIsBelowAnInit_isTheService() throws IOException {
        process(10, "/sbin/docker-init", "");
        process(9, 4712, "/usr/bin/redis-server (deleted)", "");
        assertThat(names().find(group("/docker/" + ID, "9\n10\n"))).isEqualTo("redis-server");
    }

    @Test
    void theFirst_isTheOneThatStartedFirst_notThatOfTheLeastNumber() throws IOException {
        process(10, 4712, "/usr/bin/backup", "");
        process(11, 4711, "/usr/sbin/nginx", "");
        assertThat(names().find(group("/docker/" + ID, "10\n11\n"))).isEqualTo("nginx");
    }

    @Test
    void aProgramExecutedInItsPlace_isTheServiceFromThenOn() throws IOException {
        process(10, "/bin/sh", "");
        Cgroup group = group("/docker/" + ID, "10\n");
        ServiceNames names = names();
        assertThat(names.find(group)).isEqualTo("sh");
        executes(10, "/usr/sbin/nginx");
        now.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(names.find(group)).isEqualTo("nginx");
    }

    @Test
    void anExec_namesTheService_alsoOfAProcessThatHasEnded() throws IOException {
        Cgroup group = group("/docker/" + ID, "");
        ServiceNames names = names();
        names.executed(exec(10, "/proc/self/exe", "runc"));
        assertThat(names.find(group)).isNull();
        names.executed(exec(10, "/docker-entrypoint.sh", "dash"));
        assertThat(names.find(group)).isEqualTo("dash");
        names.executed(exec(11, "/usr/bin/id", "id"));
        names.executed(exec(10, "/usr/sbin/nginx", "nginx"));
        names.executed(exec(12, "/usr/bin/worker", "worker"));
        assertThat(names.find(group)).isEqualTo("nginx");
    }

    @Test
    void whatARuntimeStartsBefore_isNotTheService() throws IOException {
        Cgroup group = group("/docker/" + ID, "");
        ServiceNames names = names();
        names.executed(exec(11, 4712, "/usr/bin/hook", "hook"));
        names.executed(exec(10, 4711, "/usr/sbin/nginx", "nginx"));
        names.executed(exec(12, 4713, "/usr/bin/worker", "worker"));
        assertThat(names.find(group)).isEqualTo("nginx");
    }

    @Test
    void anExecInAServiceThatRuns_isNotItsFirst() throws IOException {
        process(10, "/usr/sbin/nginx", "");
        Cgroup group = group("/docker/" + ID, "10\n");
        ServiceNames names = names();
        names.executed(exec(11, "/usr/bin/ls", "ls"));
        assertThat(names.find(group)).isEqualTo("nginx");
    }

    @Test
    void aVariableThatComesLater_winsOverTheExecutable() throws IOException {
        process(10, "/bin/sh", "");
        process(11, "/usr/bin/java", "OTEL_SERVICE_NAME=cart\0");
        Cgroup group = group("/docker/" + ID, "10\n");
        ServiceNames names = names();
        assertThat(names.find(group)).isEqualTo("sh");
        names.executed(exec(11, "/usr/bin/java", "java"));
        assertThat(names.find(group)).isEqualTo("cart");
    }
}
