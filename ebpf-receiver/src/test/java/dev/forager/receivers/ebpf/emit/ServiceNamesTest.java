// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.emit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.receivers.ebpf.cgroup.Cgroup;
import dev.forager.receivers.ebpf.cgroup.CgroupTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceNamesTest {
    private static final String ID = "ab".repeat(32);

    @TempDir Path root;
    private Path proc = Path.of("");
    private Path groups = Path.of("");

    @BeforeEach
    void folders() throws IOException {
        proc = Files.createDirectory(root.resolve("proc"));
        groups = Files.createDirectory(root.resolve("cgroup"));
    }

    private void process(int pid, String executable, String environment) throws IOException {
        Path folder = Files.createDirectory(proc.resolve(Integer.toString(pid)));
        Files.writeString(
                folder.resolve("stat"),
                pid + " (x) S 1 1 1 0 -1 0 1 2 3 4 5 6 7 8 20 0 1 0 4711 5 6");
        Files.createSymbolicLink(folder.resolve("exe"), Path.of(executable));
        Files.writeString(folder.resolve("environ"), environment);
    }

    private Cgroup group(String path, String pids) throws IOException {
        Path folder = Files.createDirectories(groups.resolve(path.substring(1)));
        Files.writeString(folder.resolve("cgroup.procs"), pids);
        return Cgroup.of(7, path);
    }

    private ServiceNames names() {
        return new ServiceNames(new CgroupTable(groups, System::nanoTime), proc);
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
}
