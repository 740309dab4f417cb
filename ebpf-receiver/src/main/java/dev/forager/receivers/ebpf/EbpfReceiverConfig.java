// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf;

import dev.forager.pipeline.config.ByteSize;
import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import dev.forager.pipeline.config.Max;
import dev.forager.pipeline.config.Min;
import dev.forager.pipeline.config.Validation;
import dev.forager.receivers.ebpf.custom.CustomConfig;
import dev.forager.receivers.ebpf.faults.FaultsConfig;
import dev.forager.receivers.ebpf.network.NetworkConfig;
import dev.forager.receivers.ebpf.performance.PerformanceConfig;
import dev.forager.receivers.ebpf.security.SecurityConfig;
import dev.forager.receivers.ebpf.selection.TargetConfig;
import dev.forager.receivers.ebpf.system.SystemConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Settings of the receiver {@code ebpf}. */
public record EbpfReceiverConfig(
        @Doc(
                        "What a probe that this host does not allow means: degrade (go on without it) or"
                                + " fail (refuse to start).")
                @Default("degrade")
                OnUnsupported onUnsupported,
        @Doc("How often metrics are collected.") @Default("10s") Duration collectionInterval,
        @Doc("The rings by which events leave the kernel; the first receiver that starts decides.")
                @Default("{}")
                RingBufferConfig ringBuffer,
        @Doc("Bounds of what is remembered.") @Default("{}") LimitsConfig limits,
        @Doc("Where the host's interfaces are; the first receiver that starts decides.")
                @Default("{}")
                RuntimeConfig runtime,
        @Doc("Which part of the host is observed; the same for all ebpf receivers.") @Default("{}")
                TargetConfig target,
        @Doc("What is observed, by scenario.") @Default("{}") ProbesConfig probes,
        @Doc("Programs of your own: each a compiled object whose maps become metrics and logs.")
                @Default("[]")
                List<CustomConfig> custom) {
    /** Objects of one receiver: each has a number in the kernel's events. */
    private static final int MOST_CUSTOM = 64;

    private static final Duration LEAST_INTERVAL = Duration.ofMillis(100);

    /** Checks the interval, and that custom objects have names of their own. */
    public EbpfReceiverConfig {
        check(collectionInterval, custom);
        custom = List.copyOf(custom);
    }

    private static void check(Duration interval, List<CustomConfig> custom) {
        var names = new HashSet<String>();
        Validation.require(
                interval.compareTo(LEAST_INTERVAL) >= 0,
                "collection_interval",
                "too short (expected: at least 100ms)");
        Validation.require(
                custom.size() <= MOST_CUSTOM,
                "custom",
                "%d objects (expected: at most %d)".formatted(custom.size(), MOST_CUSTOM));
        Validation.requireEach(
                custom,
                "custom",
                (each, at) ->
                        Validation.require(
                                names.add(each.name()),
                                at + "::name",
                                "%s (expected: a name of its own)".formatted(each.name())));
    }

    /** What happens when a probe does not work. */
    public enum OnUnsupported {
        /** Go on with the others. */
        DEGRADE,
        /** Refuse to start. */
        FAIL
    }

    /** The section {@code ring_buffer}. */
    public record RingBufferConfig(
            @Doc("Size of the ring whose events are never sampled; a power of two.")
                    @Default("1MiB")
                    ByteSize criticalSize,
            @Doc("Size of the ring of all other events; a power of two.") @Default("8MiB")
                    ByteSize bulkSize,
            @Doc("How full a ring is when its reader is woken; 0 to 1.") @Default("0.25")
                    double wakeupFraction,
            @Doc(
                            "When its reader looks at the latest; where next to nothing comes, each record wakes it.")
                    @Default("100ms")
                    Duration maxDelay) {
        private static final long LEAST = 64 * 1024;
        private static final long MOST = 1L << 30;

        /** Checks what the kernel asks of a ring. */
        public RingBufferConfig {
            requireSize("critical_size", criticalSize);
            requireSize("bulk_size", bulkSize);
            Validation.require(
                    wakeupFraction >= 0 && wakeupFraction <= 1,
                    "wakeup_fraction",
                    "%s (expected: 0 to 1)".formatted(wakeupFraction));
            Validation.require(
                    maxDelay.toMillis() >= 1 && maxDelay.toMillis() <= 10_000,
                    "max_delay",
                    "out of range (expected: 1ms to 10s)");
        }

        private static void requireSize(String key, ByteSize size) {
            long bytes = size.bytes();
            Validation.require(
                    Long.bitCount(bytes) == 1 && bytes >= LEAST && bytes <= MOST,
                    key,
                    "%d bytes (expected: a power of two from 64KiB to 1GiB)".formatted(bytes));
        }
    }

    /** The section {@code limits}. */
    public record LimitsConfig(
            @Doc(
                            "Events that may be left out, such as DNS questions, of the whole node; 0: no"
                                    + " limit. Metrics that are counted in the kernel have none.")
                    @Default("20000")
                    @Min(0)
                    @Max(10_000_000)
                    int eventsPerSecond,
            @Doc("The same of each control group; 0: no limit.")
                    @Default("2000")
                    @Min(0)
                    @Max(10_000_000)
                    int perCgroupEventsPerSecond,
            @Doc(
                            "Whether refusals of a pipeline halve the share of records of the user's own"
                                    + " programs, step by step, until it takes all again.")
                    @Default("true")
                    boolean adaptiveSampling,
            @Doc("Flows that are told apart; those that come after are one series.")
                    @Default("16384")
                    @Min(16)
                    @Max(1_048_576)
                    int maxFlows,
            @Doc("TCP connections whose begin is remembered; the least recently used is forgotten.")
                    @Default("32768")
                    @Min(16)
                    @Max(4_194_304)
                    int maxConnections,
            @Doc("Processes whose executable and arguments are remembered.")
                    @Default("16384")
                    @Min(64)
                    @Max(1_048_576)
                    int maxProcesses) {}

    /** The section {@code runtime}. */
    public record RuntimeConfig(
            @Doc("File of libbpf; absent: the system's libbpf.so.1.") @Nullable Path libbpf,
            @Doc("Type information (BTF) of the kernel; absent: the kernel's own.")
                    @Nullable Path btf,
            @Doc("Where cgroups are mounted.") @Default("/sys/fs/cgroup") Path cgroupRoot,
            @Doc("Where the host's proc is mounted.") @Default("/proc") Path procRoot,
            @Doc(
                            "Where the kubelet keeps logs of pods: the folders there name pods and"
                                    + " namespaces.")
                    @Default("/var/log/pods")
                    Path podLogs,
            @Doc(
                            "How system calls are seen: auto (by the tracepoint of each, where tracefs is"
                                    + " there or may be mounted), raw (by one program that sees all).")
                    @Default("auto")
                    SyscallHook syscallHook) {}

    /** How security sees system calls. */
    public enum SyscallHook {
        /** By the tracepoint of each where those can be found. */
        AUTO,
        /** By one program on the way into all of them. */
        RAW
    }

    /** The section {@code probes}: one key for each scenario. */
    public record ProbesConfig(
            @Doc("Flows, TCP connections, drops, DNS, interfaces.") @Default("{enabled: true}")
                    @Nullable NetworkConfig network,
            @Doc("Run queues, context switches, disks, page faults, system calls, locks.")
                    @Default("{enabled: true}")
                    @Nullable PerformanceConfig performance,
            @Doc("What is executed, privileges, other processes, kernel, mounts, secrets; logs.")
                    @Default("{enabled: true}")
                    @Nullable SecurityConfig security,
            @Doc("Host and containers by proc and cgroup files; needs no privilege.")
                    @Default("{enabled: true}")
                    @Nullable SystemConfig system,
            @Doc("Crashes, OOM kills, blocked tasks, slow and failed I/O, lost connections; logs.")
                    @Default("{enabled: true}")
                    @Nullable FaultsConfig faults) {}
}
