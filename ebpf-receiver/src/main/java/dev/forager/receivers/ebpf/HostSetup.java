// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf;

import dev.forager.receivers.ebpf.EbpfReceiverConfig.RingBufferConfig;
import dev.forager.receivers.ebpf.EbpfReceiverConfig.RuntimeConfig;
import dev.forager.receivers.ebpf.probe.Condition;
import dev.forager.receivers.ebpf.probe.HostFacts;
import dev.forager.receivers.ebpf.runtime.EbpfRuntime;
import dev.forager.receivers.ebpf.runtime.RuntimeSettings;
import dev.forager.receivers.ebpf.sys.BpfException;
import dev.forager.receivers.ebpf.sys.LibBpf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * What a configuration finds on this host before anything is loaded. Immutable.
 *
 * @param settings of the kernel side
 * @param library libbpf; null when it could not be loaded, and the facts say why
 * @param facts of the host
 */
record HostSetup(RuntimeSettings settings, @Nullable LibBpf library, HostFacts facts) {
    private static final Path SYS = Path.of("/sys");

    /** Magic number of include/uapi/linux/btf.h, little-endian. */
    private static final byte[] BTF = {(byte) 0x9f, (byte) 0xeb};

    private static final Path USUAL_CGROUPS = Path.of("/sys/fs/cgroup");

    private static final byte[] ELF = {0x7f, 'E', 'L', 'F'};

    /** Looks at the host. */
    static HostSetup of(EbpfReceiverConfig config) {
        RuntimeSettings settings = settings(config);
        LibBpf library = null;
        String problem = null;
        try {
            library = LibBpf.load(settings.libbpf());
        } catch (BpfException e) {
            problem = e.getMessage();
        }
        HostFacts facts =
                HostFacts.read(
                        settings.procRoot(),
                        settings.sysRoot(),
                        settings.cgroupRoot(),
                        settings.btf(),
                        problem);
        return new HostSetup(settings, library, hook(config.runtime(), library, facts));
    }

    /** The facts with what becomes of tracefs. */
    private static HostFacts hook(RuntimeConfig config, @Nullable LibBpf library, HostFacts facts) {
        return switch (config.syscallHook()) {
            case RAW -> facts.withTracefs(false);
            case AUTO -> {
                boolean isOwn = !facts.hasTracefs() && library != null && library.mountTracefs();
                yield isOwn ? facts.withTracefs(true) : facts;
            }
        };
    }

    private static RuntimeSettings settings(EbpfReceiverConfig config) {
        RuntimeConfig at = config.runtime();
        RingBufferConfig rings = config.ringBuffer();
        return new RuntimeSettings(
                at.libbpf(),
                at.btf(),
                at.cgroupRoot(),
                at.procRoot(),
                SYS,
                rings.criticalSize().bytes(),
                rings.bulkSize().bytes(),
                rings.wakeupFraction(),
                rings.maxDelay(),
                config.limits().eventsPerSecond(),
                config.limits().perCgroupEventsPerSecond(),
                config.limits().adaptiveSampling(),
                config.target());
    }

    /**
     * Checks that the host is where it is said to be: without its processes nothing can be told,
     * not even what this process may do.
     *
     * @param loads whether programs are wanted, too
     * @throws BpfException that names all that is not there
     */
    void requirePaths(boolean loads) throws BpfException {
        if (!facts.isLinux()) {
            return;
        }
        List<String> problems = new ArrayList<>();
        if (!Files.isReadable(settings.procRoot().resolve("self/status"))) {
            problems.add(
                    "runtime.proc_root: %s: no proc is there (expected: where the host's is mounted)"
                            .formatted(settings.procRoot()));
        }
        // A host without control groups does without them; a place that somebody named is a
        // mistake.
        if (!settings.cgroupRoot().equals(USUAL_CGROUPS)
                && !Files.isDirectory(settings.cgroupRoot())) {
            problems.add(
                    "runtime.cgroup_root: %s: no directory (expected: where control groups are mounted)"
                            .formatted(settings.cgroupRoot()));
        }
        if (loads) {
            addTypesProblem(settings.btf(), problems);
            if (facts.libbpfProblem() != null) {
                problems.add(facts.libbpfProblem());
            }
        }
        if (!problems.isEmpty()) {
            throw new BpfException(String.join("; ", problems), 0);
        }
    }

    private static void addTypesProblem(@Nullable Path btf, List<String> problems) {
        if (btf == null) {
            return;
        }
        String problem;
        try (var in = Files.newInputStream(btf)) {
            byte[] head = in.readNBytes(ELF.length);
            boolean isRaw = head.length > 1 && head[0] == BTF[0] && head[1] == BTF[1];
            problem = isRaw || Arrays.equals(head, ELF) ? "" : "no BTF";
        } catch (IOException e) {
            problem = "not found or not readable";
        }
        if (!problem.isEmpty()) {
            problems.add(
                    "runtime.btf: %s: %s (expected: type information of this kernel, raw or in ELF)"
                            .formatted(btf, problem));
        }
    }

    /**
     * The kernel side; the caller releases it.
     *
     * @throws BpfException when something is missing that no program can do without, or the kernel
     *     refuses; the text names the cure where one is known
     */
    EbpfRuntime acquire(Logger logger) throws BpfException {
        if (library == null) {
            throw new BpfException(String.valueOf(facts.libbpfProblem()), 0);
        }
        for (Condition each : Condition.of(facts)) {
            switch (each.need()) {
                case LIBBPF, KERNEL_BTF, KERNEL_READS, TRACING ->
                        throw new BpfException(each.message() + ": " + each.cure(), 0);
                case null, default -> {}
            }
        }
        return EbpfRuntime.acquire(library, facts, settings, logger);
    }
}
