// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.benchmarks.ebpf;

import dev.forager.receivers.ebpf.probe.HostFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * A control group of version 2 of the benchmark's own, as a container has one. Closing removes it,
 * when its processes have ended. Confined to one thread.
 */
final class OwnGroup implements AutoCloseable {
    /**
     * That of the group which a receiver is told to observe when it is to filter out everything
     * else; a target that does not exist would cost less than what users have.
     */
    static final String OTHER = "/forager-benchmark-other";

    private static final String USAGE = "usage_usec ";

    private final Path folder;

    private OwnGroup(Path folder) {
        this.folder = folder;
    }

    /**
     * A new group.
     *
     * @param path from the root of the hierarchy
     */
    static OwnGroup make(String path) throws IOException {
        HostFacts facts =
                HostFacts.read(
                        Path.of("/proc"), Path.of("/sys"), Path.of("/sys/fs/cgroup"), null, null);
        Path root = Objects.requireNonNull(facts.cgroups().v2(), "no cgroup v2 is mounted");
        return new OwnGroup(Files.createDirectories(root.resolve("." + path)));
    }

    /** What stands in front of a command so that it runs in this group from its first moment. */
    List<String> entry() {
        String script = "echo $$ > %s/cgroup.procs && exec \"$@\"".formatted(folder);
        return List.of("sh", "-c", script, "sh");
    }

    /** CPU time of all that has run in the group, also of what has ended, microseconds. */
    long cpuMicros() throws IOException {
        for (String line : Files.readAllLines(folder.resolve("cpu.stat"))) {
            if (line.startsWith(USAGE)) {
                return Long.parseLong(line.substring(USAGE.length()));
            }
        }
        throw new IOException(folder + ": cpu.stat has no " + USAGE.strip());
    }

    @Override
    public void close() throws IOException {
        Files.delete(folder);
    }
}
