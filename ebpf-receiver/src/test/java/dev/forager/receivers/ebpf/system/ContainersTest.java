// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.receivers.ebpf.emit.DiskNames;
import dev.forager.receivers.ebpf.kernel.Points;
import dev.forager.receivers.ebpf.probe.CgroupMount;
import dev.forager.receivers.ebpf.probe.CgroupMount.Layout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Containers by the files of their control groups, in both versions. */
class ContainersTest {
    private static final String ID = "0123456789abcdef".repeat(4);
    private static final String POD =
            "kubepods.slice/kubepods-pod01234567_89ab_cdef_0123_456789abcdef.slice/";
    private static final String SCOPE = POD + "cri-containerd-" + ID + ".scope";

    @TempDir private Path folder;
    private HostFiles files;

    @BeforeEach
    void makeFiles() throws IOException {
        files = new HostFiles(folder);
        files.write("diskstats", "8 0 sda 1\n");
    }

    private void version2(String path, String cpu) throws IOException {
        files.write(path + "/cpu.stat", cpu);
        files.write(path + "/memory.current", "5000\n");
        files.write(path + "/memory.max", "8000\n");
        files.write(
                path + "/memory.stat", "anon 3000\ninactive_file 1000\npgfault 9\npgmajfault 2\n");
        files.write(
                path + "/io.stat",
                "8:0 rbytes=100 wbytes=200 rios=1 wios=2 dbytes=0 dios=0\n7:1 rbytes=x wbytes=1\n");
    }

    private Containers containers(Layout layout) {
        Path root = files.path("cgroup");
        var mount = new CgroupMount(layout, layout == Layout.V2 ? root : null);
        return new Containers(mount, root, files.table, new DiskNames(folder));
    }

    @Test
    void version2_isReadWhole() throws IOException {
        String path = "cgroup/" + SCOPE;
        version2(path, "usage_usec 3000000\nuser_usec 2000000\nsystem_usec 1000000\n");
        version2(path + "/inner.scope", "user_usec 7\nsystem_usec 7\n");
        files.write("cgroup/system.slice/ssh.service/cpu.stat", "user_usec 1\nsystem_usec 1\n");
        Containers containers = containers(Layout.V2);
        files.collect(sheet -> containers.collect(sheet, 1_000_000_000L));
        assertThat(files.number("container.cpu.time", "cpu.mode", "user")).isEqualTo(2);
        assertThat(files.of("container.cpu.usage").all()).isEmpty();
        assertThat(files.number("container.memory.usage")).isEqualTo(5000);
        assertThat(files.number("container.memory.rss")).isEqualTo(3000);
        assertThat(files.number("container.memory.working_set")).isEqualTo(4000);
        assertThat(files.number("container.memory.available")).isEqualTo(4000);
        String type = "system.paging.fault.type";
        assertThat(files.number("container.memory.paging.faults", type, "minor")).isEqualTo(7);
        assertThat(files.of("container.disk.io").all()).hasSize(2);
        assertThat(files.number("container.disk.io", "disk.io.direction", "write")).isEqualTo(200);
        Points.Point point = files.of("container.disk.io").all().getFirst();
        assertThat(point.has("system.device", "sda")).isTrue();
        assertThat(point.resource().getString("container.id", "")).isEqualTo(ID);
        assertThat(point.resource().getString("k8s.pod.uid", ""))
                .isEqualTo("01234567-89ab-cdef-0123-456789abcdef");

        version2(path, "usage_usec 4000000\nuser_usec 3000000\nsystem_usec 1500000\n");
        files.collect(sheet -> containers.collect(sheet, 4_000_000_000L));
        assertThat(files.number("container.cpu.usage")).isEqualTo(0.5);
    }

    @Test
    void withoutLimit_nothingIsAvailable() throws IOException {
        version2("cgroup/" + SCOPE, "nonsense\n");
        files.write("cgroup/" + SCOPE + "/memory.max", "max\n");
        Containers containers = containers(Layout.V2);
        files.collect(sheet -> containers.collect(sheet, 1));
        assertThat(files.of("container.memory.available").all()).isEmpty();
        assertThat(files.of("container.cpu.time").all()).isEmpty();
        assertThat(files.of("container.memory.usage").all()).hasSize(1);
    }

    @Test
    void version1_isReadFromItsHierarchies() throws IOException {
        String path = "docker/" + ID;
        files.write("cgroup/cpuacct/" + path + "/cpuacct.stat", "user 150\nsystem 50\n");
        files.write("cgroup/memory/" + path + "/memory.usage_in_bytes", "5000\n");
        files.write(
                "cgroup/memory/" + path + "/memory.stat",
                """
                rss 1
                total_rss 3000
                total_inactive_file 1000
                total_pgfault 9
                total_pgmajfault 2
                hierarchical_memory_limit 9223372036854771712
                """);
        files.write(
                "cgroup/blkio/" + path + "/blkio.throttle.io_service_bytes_recursive",
                "8:0 Read 100\n8:0 Write 200\n8:0 Total 300\nTotal 300\n");
        Containers containers = containers(Layout.HYBRID);
        files.collect(sheet -> containers.collect(sheet, 1));
        assertThat(files.number("container.cpu.time", "cpu.mode", "user")).isEqualTo(1.5);
        assertThat(files.number("container.memory.working_set")).isEqualTo(4000);
        assertThat(files.of("container.memory.available").all()).isEmpty();
        assertThat(files.number("container.disk.io", "disk.io.direction", "read")).isEqualTo(100);
        Points.Point point = files.of("container.memory.usage").all().getFirst();
        assertThat(point.resource().getString("container.runtime.name", "")).isEqualTo("docker");
    }

    @Test
    void links_areNotFollowed() throws IOException {
        version2("elsewhere/" + SCOPE, "user_usec 1\nsystem_usec 1\n");
        Files.createDirectories(files.path("cgroup"));
        Files.createSymbolicLink(files.path("cgroup/link"), files.path("elsewhere"));
        Containers containers = containers(Layout.V2);
        files.collect(sheet -> containers.collect(sheet, 1));
        assertThat(files.last().itemCount()).isZero();
    }
}
