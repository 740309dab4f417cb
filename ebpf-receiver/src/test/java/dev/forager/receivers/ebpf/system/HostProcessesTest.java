// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.receivers.ebpf.kernel.Points;
import dev.forager.receivers.ebpf.runtime.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostProcessesTest {
    @TempDir private Path folder;
    private HostFiles files;

    @BeforeEach
    void processes() throws IOException {
        files = new HostFiles(folder);
        process(10, "nginx", "");
        process(11, "java", "OTEL_SERVICE_NAME=cart\0");
        process(12, "java", "");
        Files.delete(folder.resolve("12/exe")); // A thread of the kernel.
    }

    private void process(int pid, String name, String environment) throws IOException {
        files.write(
                pid + "/stat",
                "%d (a b) S 1 1 1 0 -1 0 70 0 9 0 150 50 0 0 20 0 4 0 300 8192 2 0".formatted(pid));
        files.write(pid + "/environ", environment);
        Files.createSymbolicLink(folder.resolve(pid + "/exe"), Path.of("/usr/bin", name));
    }

    private HostFiles collect(int most, Target target) {
        return files.collect(new HostProcesses(folder, most, target)::collect);
    }

    @Test
    void eachProcess_isAResource() {
        HostFiles found = collect(10, Target.ALL);
        Points time = found.of("process.cpu.time");
        assertThat(time.all()).hasSize(4);
        assertThat(found.of("process.memory.usage").all()).hasSize(2);
        var java = time.all().getLast().resource();
        assertThat(java.getString("service.name", "")).isEqualTo("cart");
        assertThat(java.getLong("process.pid", 0)).isEqualTo(11);
        assertThat(java.getString("process.executable.path", "")).isEqualTo("/usr/bin/java");
        assertThat(java.contains("ebpf.cgroup.id")).isFalse();
        assertThat(time.all().getFirst().resource().getString("service.name", ""))
                .isEqualTo("nginx");
    }

    @Test
    void numbers_areThoseOfStat() {
        HostFiles found = collect(1, Target.ALL);
        assertThat(found.number("process.cpu.time", "cpu.mode", "user")).isEqualTo(1.5);
        assertThat(found.number("process.cpu.time", "cpu.mode", "system")).isEqualTo(0.5);
        assertThat(found.number("process.memory.usage")).isEqualTo(8192);
        assertThat(found.number("process.memory.virtual")).isEqualTo(8192);
        assertThat(found.number("process.thread.count")).isEqualTo(4);
        assertThat(found.number("process.paging.faults", "system.paging.fault.type", "minor"))
                .isEqualTo(70);
        assertThat(found.number("process.paging.faults", "system.paging.fault.type", "major"))
                .isEqualTo(9);
    }

    @Test
    void theTarget_narrowsThem() {
        HostFiles found = collect(10, (pid, _) -> pid == 11);
        assertThat(found.of("process.thread.count").all()).hasSize(1);
    }
}
