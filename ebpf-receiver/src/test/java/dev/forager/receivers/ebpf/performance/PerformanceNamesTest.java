// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.performance;

import static dev.forager.testkit.ConfigAssertions.assertThatConfig;
import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.receivers.ebpf.EbpfReceiverFactory;
import dev.forager.receivers.ebpf.emit.DiskNames;
import dev.forager.receivers.ebpf.emit.SyscallNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names for numbers of the kernel: system calls, errors, disks, locks. */
class PerformanceNamesTest {
    @Test
    void syscalls_haveTheNamesOfTheArchitecture() {
        SyscallNames x86 = SyscallNames.of("x86_64");
        assertThat(List.of(x86.name(0), x86.name(257), x86.name(462)))
                .containsExactly("read", "openat", "mseal");
        SyscallNames arm = SyscallNames.of("aarch64");
        assertThat(List.of(arm.name(63), arm.name(56), arm.name(25), arm.name(222)))
                .containsExactly("read", "openat", "fcntl", "mmap");
        assertThat(x86.name(9999)).isEqualTo("syscall_9999");
        assertThat(x86.numbers(List.of("open", "write"))).containsExactly(2, 1);
        // 64-bit arm has openat only.
        assertThat(arm.numbers(List.of("open", "write"))).containsExactly(64);
    }

    @Test
    void errors_areNamed() {
        assertThat(SyscallTables.errorType(2)).isEqualTo("ENOENT");
        assertThat(SyscallTables.errorType(512)).isEqualTo("ERESTARTSYS");
        assertThat(SyscallTables.errorType(4000)).isEqualTo("4000");
    }

    @Test
    void locks_areNamedByTheirFlags() {
        assertThat(LockType.of(1)).isEqualTo("spinlock");
        assertThat(LockType.of(1 | 2)).isEqualTo("rwlock_read");
        assertThat(LockType.of(4)).isEqualTo("rwsem_write");
        assertThat(LockType.of(32)).isEqualTo("mutex");
        assertThat(LockType.of(32 | 1)).isEqualTo("mutex");
        assertThat(LockType.of(16 | 2)).isEqualTo("percpu_rwsem_read");
        assertThat(LockType.of(8)).isEqualTo("rt_mutex");
        assertThat(LockType.of(0)).isEqualTo("semaphore");
    }

    @Test
    void disks_areNamedByTheirNumbers(@TempDir Path proc) throws IOException {
        var disks = new DiskNames(proc);
        assertThat(disks.name(8L << 20)).isEqualTo("8:0");
        Files.writeString(
                proc.resolve("diskstats"),
                "   8       0 sda 1 2 3\n 259  1048575 nvme0n1p1 1\nx y z\n1 2\n\n   9 0 md0\n");
        assertThat(disks.name(259L << 20 | 1048575)).isEqualTo("nvme0n1p1");
        assertThat(disks.name(8L << 20)).isEqualTo("sda");
        assertThat(disks.name(9L << 20)).isEqualTo("md0");
        assertThat(disks.name(9L << 20 | 7)).isEqualTo("9:7");
        assertThat(disks.name("8:0")).isEqualTo("sda");
        assertThat(disks.name("8")).isEqualTo("8");
        assertThat(disks.name("x:y")).isEqualTo("x:y");
    }

    @Test
    void anUnknownSyscall_isRefused() {
        assertThatConfig(
                        new EbpfReceiverFactory(),
                        "probes: {performance: {syscalls: {names: [openat, opne]}}}")
                .failsWith(
                        "names[1]: opne (did you mean \"open\"?) (expected: a system call of 64-bit Linux such as openat)");
    }
}
