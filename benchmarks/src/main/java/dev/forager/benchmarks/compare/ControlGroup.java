// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A control group for one server, as a container has it, made below the root, for which one must be
 * root; of version 2 where the host has memory there, else of version 1
 * (Documentation/admin-guide/cgroup-v2.rst, cgroup-v1/memory.rst). Confined to one thread.
 */
final class ControlGroup implements AutoCloseable {
    private static final Path ROOT = Path.of("/sys/fs/cgroup");
    private static final int PERIOD_MICROS = 100_000;

    private final boolean isSecond;
    private final Path memory;
    private final Path cpu;

    private ControlGroup(boolean isSecond, String name) {
        this.isSecond = isSecond;
        this.memory = (isSecond ? ROOT : ROOT.resolve("memory")).resolve(name);
        this.cpu = (isSecond ? ROOT : ROOT.resolve("cpu")).resolve(name);
    }

    /** A group whose processes share {@code bytes} of memory. */
    static ControlGroup limitedTo(long bytes) throws IOException {
        boolean isSecond = Files.exists(ROOT.resolve("cgroup.controllers"));
        if (isSecond) {
            Files.writeString(ROOT.resolve("cgroup.subtree_control"), "+memory +cpu");
        }
        var group = new ControlGroup(isSecond, "forager-bench-" + ProcessHandle.current().pid());
        for (Path folder : group.folders()) {
            Files.createDirectory(folder);
        }
        String limit = isSecond ? "memory.max" : "memory.limit_in_bytes";
        Files.writeString(group.memory.resolve(limit), Long.toString(bytes));
        return group;
    }

    private Set<Path> folders() {
        return new LinkedHashSet<>(List.of(memory, cpu));
    }

    /** What stands in front of a command so that it runs in this group from its first moment. */
    List<String> entry() {
        var script = new StringBuilder();
        for (Path folder : folders()) {
            script.append("echo $$ > ").append(folder.resolve("cgroup.procs")).append(" && ");
        }
        return List.of("sh", "-c", script + "exec \"$@\"", "sh");
    }

    /** Allows so much of one core from now on. */
    void allowCore(int percent) throws IOException {
        int quota = PERIOD_MICROS / 100 * percent;
        if (isSecond) {
            Files.writeString(cpu.resolve("cpu.max"), quota + " " + PERIOD_MICROS);
        } else {
            Files.writeString(cpu.resolve("cpu.cfs_period_us"), Integer.toString(PERIOD_MICROS));
            Files.writeString(cpu.resolve("cpu.cfs_quota_us"), Integer.toString(quota));
        }
    }

    /** The most memory that was in use, page cache included, bytes. */
    long peakBytes() throws IOException {
        String file = isSecond ? "memory.peak" : "memory.max_usage_in_bytes";
        return Long.parseLong(Files.readString(memory.resolve(file)).strip());
    }

    /** How many processes were killed for want of memory. */
    long killed() throws IOException {
        String file = isSecond ? "memory.events" : "memory.oom_control";
        return Files.readAllLines(memory.resolve(file)).stream()
                .filter(line -> line.startsWith("oom_kill "))
                .mapToLong(line -> Long.parseLong(line.substring("oom_kill ".length())))
                .sum();
    }

    /** The server must have ended. */
    @Override
    public void close() throws IOException {
        for (Path folder : folders()) {
            Files.delete(folder);
        }
    }
}
