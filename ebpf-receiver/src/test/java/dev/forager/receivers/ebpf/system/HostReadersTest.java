// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.forager.pdata.NumberDataPoint;
import dev.forager.receivers.ebpf.system.MountTable.Mount;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The host's files as Linux writes them, odd ones, and hostile ones. */
class HostReadersTest {
    @TempDir private Path folder;
    private HostFiles files;

    @BeforeEach
    void makeFiles() {
        files = new HostFiles(folder);
    }

    @Test
    void cpu_isTimeByModeAndItsShare() throws IOException {
        var cpu = new HostCpu(folder);
        files.write(
                "stat", "cpu  9 9 9 9\ncpu0 100 20 30 400 50 6 7 8 0 0\ncpu1 1 2 3 4\nintr 5\n");
        files.collect(cpu::collect);
        assertThat(files.number("system.cpu.logical.count")).isEqualTo(2);
        assertThat(files.of("system.cpu.time").all()).hasSize(14);
        assertThat(files.of("system.cpu.utilization").all()).isEmpty();
        Object[] interrupt = {"cpu.mode", "interrupt", "cpu.logical_number", 0};
        assertThat(files.number("system.cpu.time", interrupt)).isEqualTo(0.13);
        var point = (NumberDataPoint) files.of("system.cpu.time").all().getFirst().data();
        // Since boot: five seconds of monotonic time ago.
        assertThat(point.startTimeUnixNano()).isEqualTo(999_995_000_000_001L);

        files.write("stat", "cpu0 150 20 30 399 50 6 7 8 0 0\n");
        files.collect(cpu::collect);
        assertThat(files.number("system.cpu.utilization", "cpu.mode", "user")).isEqualTo(1);
        // Idle time went back, as it may.
        assertThat(files.number("system.cpu.utilization", "cpu.mode", "idle")).isZero();
    }

    @Test
    void load_isReadFromThreeFiles() throws IOException {
        files.write("loadavg", "0.50 1.25 20.00 3/456 789\n");
        files.write("uptime", "350735.47 234388.90\n");
        files.write("stat", "btime 5\nprocesses 26442\nprocs_running 1\n");
        files.collect(new HostLoad(folder)::collect);
        assertThat(files.number("system.cpu.load_average.1m")).isEqualTo(0.5);
        assertThat(files.number("system.cpu.load_average.15m")).isEqualTo(20);
        assertThat(files.number("system.uptime")).isEqualTo(350735.47);
        assertThat(files.number("system.process.created")).isEqualTo(26442);
    }

    @Test
    void memory_sumsUpToTheTotal() throws IOException {
        files.write(
                "meminfo",
                """
                MemTotal:       1000 kB
                MemFree:         200 kB
                MemAvailable:    600 kB
                Buffers:          50 kB
                Cached:          300 kB
                Shmem:            10 kB
                SReclaimable:     40 kB
                SUnreclaim:       30 kB
                HugePages_Total:   0
                """);
        files.collect(new HostMemory(folder)::collect);
        assertThat(files.of("system.memory.usage").total()).isEqualTo(1000 * 1024);
        assertThat(files.number("system.memory.usage", "system.memory.state", "used"))
                .isEqualTo(410 * 1024);
        assertThat(files.number("system.memory.utilization", "system.memory.state", "cached"))
                .isCloseTo(0.34, within(1e-9));
        assertThat(files.number("system.memory.linux.available")).isEqualTo(600 * 1024);
        assertThat(
                        files.number(
                                "system.memory.linux.slab.usage",
                                "system.memory.linux.slab.state",
                                "unreclaimable"))
                .isEqualTo(30 * 1024);
    }

    @Test
    void paging_isFaultsAndSwap() throws IOException {
        files.write("vmstat", "nr_free_pages 1\npgfault 100\npgmajfault 7\npswpin 3\npswpout 4\n");
        files.write(
                "swaps",
                "Filename\tType\n/swap\\040file  file 1000\t250\t-2\n/bad partition 10 20 -1\n");
        files.collect(new HostPaging(folder)::collect);
        assertThat(files.number("system.paging.faults", "system.paging.fault.type", "minor"))
                .isEqualTo(93);
        assertThat(files.number("system.paging.operations", "system.paging.direction", "out"))
                .isEqualTo(4);
        assertThat(files.of("system.paging.usage").all()).hasSize(2);
        Object[] used = {"system.device", "/swap file", "system.paging.state", "used"};
        assertThat(files.number("system.paging.usage", used)).isEqualTo(250 * 1024);
        assertThat(files.number("system.paging.utilization", used)).isEqualTo(0.25);
    }

    @Test
    void disks_areWholeAndUsedOnes() throws IOException {
        files.write("block/sda/size", "2048\n");
        files.write("block/loop0/size", "0\n");
        files.write(
                "diskstats",
                """
                   7       0 loop0 0 0 0 0 0 0 0 0 0 0 0
                   8       0 sda 10 2 160 3000 20 4 320 500 0 1500 3500 0 0 0 0 0 0
                   8       1 sda1 10 2 160 3000 20 4 320 500 0 1500 3500
                   8       2 ../sda 10 2 160 3000 20 4 320 500 0 1500 3500
                   8      16 sdb 1
                """);
        files.collect(new HostDisks(folder, folder)::collect);
        assertThat(files.of("system.disk.operations").all())
                .hasSize(2)
                .allMatch(each -> each.has("system.device", "sda"));
        assertThat(files.number("system.disk.io", "disk.io.direction", "read")).isEqualTo(81920);
        assertThat(files.number("system.disk.merged", "disk.io.direction", "write")).isEqualTo(4);
        assertThat(files.number("system.disk.operation_time", "disk.io.direction", "read"))
                .isEqualTo(3);
        assertThat(files.number("system.disk.io_time")).isEqualTo(1.5);
        assertThat(files.number("system.disk.limit")).isEqualTo(1 << 20);
    }

    @Test
    void mounts_areThoseOnDisksOnce() {
        List<Mount> mounts =
                MountTable.onDisks(
                        List.of(
                                "proc /proc proc rw 0 0",
                                "/dev/sda1 / ext4 rw,relatime 0 0",
                                "/dev/sda1 /var/lib/x ext4 rw 0 0",
                                "/dev/sdb1 /a\\040b\\134 xfs ro,noatime 0 0",
                                "host:/export /mnt nfs4 rw 0 0",
                                "/dev/sdc1 /usb fuseblk rw 0 0",
                                "broken line"),
                        List.of("nodev\tproc", "\text4", "\txfs", "nodev\tnfs4", "\tfuseblk"));
        assertThat(mounts)
                .containsExactly(
                        new Mount("/dev/sda1", "/", "ext4", false),
                        new Mount("/dev/sdb1", "/a b\\", "xfs", true));
        assertThat(MountTable.unescape("\\04")).isEqualTo("\\04");
        assertThat(MountTable.unescape("\\999")).isEqualTo("\\999");
    }

    @Test
    void space_isUsedFreeAndReserved() {
        var mount = new Mount("/dev/sda1", "/", "ext4", false);
        files.collect(sheet -> HostFilesystems.write(mount, 1000, 400, 350, new Points(sheet)));
        assertThat(files.number("system.filesystem.usage", "system.filesystem.state", "used"))
                .isEqualTo(600);
        assertThat(files.number("system.filesystem.usage", "system.filesystem.state", "reserved"))
                .isEqualTo(50);
        assertThat(files.number("system.filesystem.utilization")).isEqualTo(0.6);
        files.collect(sheet -> HostFilesystems.write(mount, 0, 0, 0, new Points(sheet)));
        assertThat(files.of("system.filesystem.limit").all()).isEmpty();
    }

    @Test
    void nothing_isNoMetric() {
        files.collect(
                sheet -> {
                    new HostCpu(folder).collect(sheet);
                    new HostLoad(folder).collect(sheet);
                    new HostMemory(folder).collect(sheet);
                    new HostPaging(folder).collect(sheet);
                    new HostDisks(folder, folder).collect(sheet);
                    new HostFilesystems(folder).collect(sheet);
                });
        assertThat(files.last().itemCount()).isZero();
    }

    @Test
    void anyBytes_areReadOrSkipped() throws IOException {
        var random = new Random(7);
        String alphabet = "0123456789999999999999999999 \n\n\t:-=.cpusdaMemTotalFreekB\u00e9\u0000";
        for (int i = 0; i < 300; i++) {
            var text = new StringBuilder("cpu0 1 2 3 99999999999999999999\nMemTotal: ");
            for (int j = random.nextInt(200); j > 0; j--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            for (String name :
                    List.of(
                            "stat",
                            "meminfo",
                            "vmstat",
                            "swaps",
                            "diskstats",
                            "loadavg",
                            "uptime")) {
                files.write(name, text.toString());
            }
            files.collect(
                    sheet -> {
                        new HostCpu(folder).collect(sheet);
                        new HostLoad(folder).collect(sheet);
                        new HostMemory(folder).collect(sheet);
                        new HostPaging(folder).collect(sheet);
                        new HostDisks(folder, folder).collect(sheet);
                    });
            assertThat(files.of("system.memory.usage").all()).allMatch(each -> each.value() >= 0);
        }
    }

    @Test
    void numbers_areDigitsThatFit() {
        assertThat(KernelText.number("9223372036854775807")).isEqualTo(Long.MAX_VALUE);
        for (String bad : List.of("", "-1", "+1", "9223372036854775808", "1e3", "max", "\u0661")) {
            assertThat(KernelText.number(bad)).as(bad).isEqualTo(KernelText.NONE);
        }
        assertThat(KernelText.table(List.of("a: 9007199254740993 kB", "b 1", "c", "b 2")))
                .containsExactly(Map.entry("b", 1L));
    }
}
