// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.kernel;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** A control group of a test's own, with programs that run in it. Removed when closed. */
public final class TestCgroup implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 60;

    private final Path folder;

    private TestCgroup(Path folder) {
        this.folder = folder;
    }

    /** A new group below the root of cgroup v2. */
    public static TestCgroup make(String name) throws IOException {
        Path root = Objects.requireNonNull(Kernel.facts().cgroups().v2());
        Path folder = root.resolve("forager-" + name + "-" + ProcessHandle.current().pid());
        return new TestCgroup(Files.createDirectories(folder));
    }

    /** Its path from the root of the hierarchy. */
    public String path() {
        return "/" + folder.getFileName();
    }

    /** The file that a process joins it by. */
    public Path members() {
        return folder.resolve("cgroup.procs");
    }

    /** Its id. */
    public long id() throws IOException {
        return ((Number) Files.getAttribute(folder, "unix:ino")).longValue();
    }

    /** Runs a shell command in the group and answers what it printed. */
    public String run(String command) throws IOException, InterruptedException {
        String script = "echo $$ > %s/cgroup.procs && %s".formatted(folder, command);
        Process process =
                new ProcessBuilder("sh", "-c", script)
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        try {
            String out =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException("%s: failed: %s".formatted(command, out));
            }
            return out;
        } finally {
            process.destroyForcibly();
        }
    }

    /**
     * The command that runs the main method of a test class in a new network with loopback only.
     */
    public static String inOwnNetwork(Class<?> program, String... arguments) {
        return inOwnNetwork("ip link set lo up", program, arguments);
    }

    /** The same in a network that shell commands set up. */
    public static String inOwnNetwork(String setup, Class<?> program, String... arguments) {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.add("-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx64m");
        // Such a program needs no class but its own.
        String classes = program.getProtectionDomain().getCodeSource().getLocation().getPath();
        words.add("-cp " + Path.of(classes));
        words.add(program.getName());
        words.addAll(List.of(arguments));
        return "unshare -n sh -c '%s && exec %s'".formatted(setup, String.join(" ", words));
    }

    @Override
    public void close() throws IOException {
        Files.delete(folder);
    }
}
