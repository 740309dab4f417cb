// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.benchmarks.ebpf;

import dev.forager.receivers.ebpf.probe.HostFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A control group with a process that sleeps: the target of a receiver that filters out everything
 * else. A target that does not exist would cost less than what users have. Closing removes it.
 */
final class OtherGroup implements AutoCloseable {
    /** Its path from the root of the hierarchy. */
    static final String PATH = "/forager-benchmark";

    private final Path folder;
    private final Process process;

    private OtherGroup(Path folder, Process process) {
        this.folder = folder;
        this.process = process;
    }

    static OtherGroup make() throws IOException {
        HostFacts facts =
                HostFacts.read(
                        Path.of("/proc"), Path.of("/sys"), Path.of("/sys/fs/cgroup"), null, null);
        Path root = Objects.requireNonNull(facts.cgroups().v2(), "no cgroup v2 is mounted");
        Path folder = Files.createDirectories(root.resolve("." + PATH));
        Process process = new ProcessBuilder("sleep", "infinity").start();
        Files.writeString(folder.resolve("cgroup.procs"), Long.toString(process.pid()));
        return new OtherGroup(folder, process);
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        process.onExit().join();
        Files.delete(folder);
    }
}
