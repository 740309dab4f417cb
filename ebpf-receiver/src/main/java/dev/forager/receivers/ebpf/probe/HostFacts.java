// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.probe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What decides which probes can work here. Read once; tests make their own. Immutable.
 *
 * @param isLinux whether this is Linux at all
 * @param kernelRelease as {@code uname -r} says
 * @param libbpfProblem why libbpf could not be loaded; null when it was
 * @param hasBtf whether the kernel brings its type information
 * @param capabilities effective capabilities of this process, one bit each
 * @param hasTracefs whether tracefs can be read
 * @param hasUprobes whether the kernel has the perf event type of uprobes
 * @param hasHardwareCounters whether the CPU counts cycles
 * @param perfEventParanoid the sysctl; -1 when it cannot be read
 * @param lockdown {@code none}, {@code integrity}, {@code confidentiality}; empty when unknown
 * @param cgroups how cgroups are mounted
 */
public record HostFacts(
        boolean isLinux,
        String kernelRelease,
        @Nullable String libbpfProblem,
        boolean hasBtf,
        long capabilities,
        boolean hasTracefs,
        boolean hasUprobes,
        boolean hasHardwareCounters,
        int perfEventParanoid,
        String lockdown,
        CgroupMount cgroups) {
    /** Whether the kernel is of this version or a later one; false where its version is unknown. */
    public boolean isKernelAtLeast(int major, int minor) {
        String[] numbers = kernelRelease.split("[^0-9]", 3);
        try {
            int ofMajor = Integer.parseInt(numbers[0]);
            return ofMajor > major
                    || (ofMajor == major
                            && numbers.length > 1
                            && Integer.parseInt(numbers[1]) >= minor);
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /**
     * The same facts but one.
     *
     * @param isThere whether tracepoints can be found by tracefs
     */
    public HostFacts withTracefs(boolean isThere) {
        return new HostFacts(
                isLinux,
                kernelRelease,
                libbpfProblem,
                hasBtf,
                capabilities,
                isThere,
                hasUprobes,
                hasHardwareCounters,
                perfEventParanoid,
                lockdown,
                cgroups);
    }

    /** include/uapi/linux/capability.h. */
    static final int CAP_DAC_OVERRIDE = 1;

    static final int CAP_DAC_READ_SEARCH = 2;
    static final int CAP_NET_ADMIN = 12;

    static final int CAP_SYS_ADMIN = 21;
    static final int CAP_PERFMON = 38;
    static final int CAP_BPF = 39;

    /**
     * Reads the facts.
     *
     * @param proc mount of proc
     * @param sys mount of sysfs
     * @param cgroupRoot where cgroups are mounted
     * @param btf the kernel's type information; null for sysfs'
     * @param libbpfProblem why libbpf could not be loaded; null when it was
     */
    public static HostFacts read(
            Path proc,
            Path sys,
            Path cgroupRoot,
            @Nullable Path btf,
            @Nullable String libbpfProblem) {
        Path types = btf == null ? sys.resolve("kernel/btf/vmlinux") : btf;
        Path tracing = sys.resolve("kernel/tracing/events");
        return new HostFacts(
                System.getProperty("os.name", "").equals("Linux"),
                firstLine(proc.resolve("sys/kernel/osrelease")),
                libbpfProblem,
                Files.isReadable(types),
                capabilities(lines(proc.resolve("self/status"))),
                Files.isReadable(tracing)
                        || Files.isReadable(sys.resolve("kernel/debug/tracing/events")),
                Files.exists(sys.resolve("bus/event_source/devices/uprobe")),
                Files.exists(sys.resolve("bus/event_source/devices/cpu")),
                number(firstLine(proc.resolve("sys/kernel/perf_event_paranoid"))),
                lockdown(firstLine(sys.resolve("kernel/security/lockdown"))),
                CgroupMount.find(
                        lines(proc.resolve("self/mounts")),
                        lines(proc.resolve("cgroups")),
                        cgroupRoot));
    }

    /** The bits of {@code CapEff} in {@code /proc/self/status}; none when it is not there. */
    static long capabilities(List<String> status) {
        for (String line : status) {
            if (line.startsWith("CapEff:")) {
                try {
                    return Long.parseUnsignedLong(line.substring("CapEff:".length()).strip(), 16);
                } catch (NumberFormatException e) {
                    return 0;
                }
            }
        }
        return 0;
    }

    /** The word in brackets: {@code none [integrity] confidentiality}. */
    static String lockdown(String line) {
        int open = line.indexOf('[');
        int close = line.indexOf(']');
        return open >= 0 && close > open ? line.substring(open + 1, close) : "";
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private static String firstLine(Path file) {
        List<String> lines = lines(file);
        return lines.isEmpty() ? "" : lines.getFirst();
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            return List.of();
        }
    }

    /** Whether this process may read files of others, whatever their modes say. */
    boolean readsEverything() {
        return isCapable(CAP_DAC_READ_SEARCH) || isCapable(CAP_DAC_OVERRIDE);
    }

    /** Whether this process may do what the capability allows; CAP_SYS_ADMIN covers the newer. */
    boolean isCapable(int capability) {
        boolean isNewer = capability == CAP_BPF || capability == CAP_PERFMON;
        return ((capabilities >> capability) & 1) == 1
                || (isNewer && ((capabilities >> CAP_SYS_ADMIN) & 1) == 1);
    }
}
