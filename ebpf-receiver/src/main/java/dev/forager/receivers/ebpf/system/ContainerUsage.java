// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.system;

import static dev.forager.receivers.ebpf.system.KernelText.NONE;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What one container uses, as the files of its control group say; {@link KernelText#NONE} where
 * they do not. Immutable.
 *
 * @param userMicros CPU time in programs
 * @param systemMicros CPU time in the kernel
 * @param memory bytes charged, caches included
 * @param limit bytes that it may have; {@link KernelText#NONE} without limit
 * @param anonymous bytes that no file backs
 * @param inactiveFile bytes of files that it does not use now
 * @param faults page faults
 * @param majorFaults those that read from a disk
 * @param disks bytes by disk
 */
record ContainerUsage(
        long userMicros,
        long systemMicros,
        long memory,
        long limit,
        long anonymous,
        long inactiveFile,
        long faults,
        long majorFaults,
        List<DiskBytes> disks) {
    /** Version 1 says this much, less a page, where there is no limit. */
    private static final long NO_LIMIT = 1L << 60;

    private static final long MICROS_PER_TICK = 10_000;

    /** More disks than a container uses (chosen). */
    private static final int MOST_DISKS = 64;

    /**
     * Bytes of one disk.
     *
     * @param device {@code major:minor}
     */
    record DiskBytes(String device, long read, long written) {}

    /** Copies the list. */
    ContainerUsage {
        disks = List.copyOf(disks);
    }

    /** Of a folder of version 2. */
    static ContainerUsage ofVersion2(Path folder) {
        Map<String, Long> cpu = KernelText.table(KernelText.lines(folder.resolve("cpu.stat")));
        Map<String, Long> memory =
                KernelText.table(KernelText.lines(folder.resolve("memory.stat")));
        return new ContainerUsage(
                cpu.getOrDefault("user_usec", NONE),
                cpu.getOrDefault("system_usec", NONE),
                KernelText.number(folder.resolve("memory.current")),
                KernelText.number(folder.resolve("memory.max")),
                memory.getOrDefault("anon", NONE),
                memory.getOrDefault("inactive_file", NONE),
                memory.getOrDefault("pgfault", NONE),
                memory.getOrDefault("pgmajfault", NONE),
                disksOfVersion2(KernelText.lines(folder.resolve("io.stat"))));
    }

    /** Lines of {@code 8:0 rbytes=1 wbytes=2 rios=…}. */
    private static List<DiskBytes> disksOfVersion2(List<String> lines) {
        List<DiskBytes> disks = new ArrayList<>();
        for (String line : lines) {
            String[] words = KernelText.words(line);
            long read = NONE;
            long written = NONE;
            for (String word : words) {
                if (word.startsWith("rbytes=")) {
                    read = KernelText.number(word.substring(7));
                } else if (word.startsWith("wbytes=")) {
                    written = KernelText.number(word.substring(7));
                }
            }
            if (read >= 0 && written >= 0 && disks.size() < MOST_DISKS) {
                disks.add(new DiskBytes(words[0], read, written));
            }
        }
        return disks;
    }

    /**
     * Of version 1, where each controller has a hierarchy.
     *
     * @param cgroups where they are mounted
     * @param path of the group, the same in each
     */
    static ContainerUsage ofVersion1(Path cgroups, Path path) {
        Path ofMemory = cgroups.resolve("memory").resolve(path);
        Map<String, Long> cpu =
                KernelText.table(
                        KernelText.lines(
                                cgroups.resolve("cpuacct").resolve(path).resolve("cpuacct.stat")));
        Map<String, Long> memory =
                KernelText.table(KernelText.lines(ofMemory.resolve("memory.stat")));
        long limit = memory.getOrDefault("hierarchical_memory_limit", NONE);
        return new ContainerUsage(
                micros(cpu.getOrDefault("user", NONE)),
                micros(cpu.getOrDefault("system", NONE)),
                KernelText.number(ofMemory.resolve("memory.usage_in_bytes")),
                limit >= NO_LIMIT ? NONE : limit,
                memory.getOrDefault("total_rss", NONE),
                memory.getOrDefault("total_inactive_file", NONE),
                memory.getOrDefault("total_pgfault", NONE),
                memory.getOrDefault("total_pgmajfault", NONE),
                disksOfVersion1(
                        KernelText.lines(
                                cgroups.resolve("blkio")
                                        .resolve(path)
                                        .resolve("blkio.throttle.io_service_bytes_recursive"))));
    }

    private static long micros(long ticks) {
        return ticks < 0 || ticks > Long.MAX_VALUE / MICROS_PER_TICK
                ? NONE
                : ticks * MICROS_PER_TICK;
    }

    /** Lines of {@code 8:0 Read 1}, {@code 8:0 Write 2}, and others. */
    private static List<DiskBytes> disksOfVersion1(List<String> lines) {
        List<DiskBytes> disks = new ArrayList<>();
        String device = "";
        long read = NONE;
        for (String line : lines) {
            String[] words = KernelText.words(line);
            long number = KernelText.number(words, 2);
            if (words.length == 3 && words[1].equals("Read")) {
                device = words[0];
                read = number;
            } else if (words.length == 3
                    && words[1].equals("Write")
                    && words[0].equals(device)
                    && read >= 0
                    && number >= 0
                    && disks.size() < MOST_DISKS) {
                disks.add(new DiskBytes(device, read, number));
            }
        }
        return disks;
    }

    /** What cannot be given back at once. */
    long workingSet() {
        return memory < 0 || inactiveFile < 0 ? NONE : Math.max(0, memory - inactiveFile);
    }

    /** What it may still take. */
    long available() {
        long used = workingSet();
        return used < 0 || limit < 0 ? NONE : Math.max(0, limit - used);
    }
}
