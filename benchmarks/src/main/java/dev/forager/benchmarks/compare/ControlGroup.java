// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A control group for one server, as a container has it: version 2, made below the root, for which
 * one must be root (Documentation/admin-guide/cgroup-v2.rst). Confined to one thread.
 */
final class ControlGroup implements AutoCloseable {
    private static final Path ROOT = Path.of("/sys/fs/cgroup");
    private static final int PERIOD_MICROS = 100_000;

    private final Path folder;

    private ControlGroup(Path folder) {
        this.folder = folder;
    }

    /** A group whose processes share {@code bytes} of memory, and nothing swaps. */
    static ControlGroup limitedTo(long bytes) throws IOException {
        Files.writeString(ROOT.resolve("cgroup.subtree_control"), "+memory +cpu");
        var group =
                new ControlGroup(ROOT.resolve("forager-bench-" + ProcessHandle.current().pid()));
        Files.createDirectory(group.folder);
        Files.writeString(group.folder.resolve("memory.max"), Long.toString(bytes));
        return group;
    }

    /** What stands in front of a command so that it runs in this group from its first moment. */
    List<String> entry() {
        return List.of(
                "sh", "-c", "echo $$ > " + folder.resolve("cgroup.procs") + "; exec \"$@\"", "sh");
    }

    /** Allows so much of one core from now on. */
    void allowCore(int percent) throws IOException {
        Files.writeString(
                folder.resolve("cpu.max"),
                "%d %d".formatted(PERIOD_MICROS / 100 * percent, PERIOD_MICROS));
    }

    /** The most memory that was in use, page cache included, bytes. */
    long peakBytes() throws IOException {
        return Long.parseLong(Files.readString(folder.resolve("memory.peak")).strip());
    }

    /** How many processes were killed for want of memory. */
    long killed() throws IOException {
        return Files.readAllLines(folder.resolve("memory.events")).stream()
                .filter(line -> line.startsWith("oom_kill "))
                .mapToLong(line -> Long.parseLong(line.substring("oom_kill ".length())))
                .sum();
    }

    /** The server must have ended. */
    @Override
    public void close() throws IOException {
        Files.delete(folder);
    }
}
