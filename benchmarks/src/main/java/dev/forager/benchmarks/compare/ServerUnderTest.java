// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.benchmarks.compare;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A server process pinned to cores, and what the kernel says about it. Confined to one thread. */
final class ServerUnderTest implements AutoCloseable {
    /**
     * Clock ticks of {@code /proc/PID/stat} a second; fixed on Linux (include/asm-generic/param.h).
     */
    private static final double TICKS_PER_SECOND = 100;

    private final Process process;

    private ServerUnderTest(Process process) {
        this.process = process;
    }

    /**
     * How a server is started.
     *
     * @param command with {@code {config}} where the file's path goes; without it, {@code --config}
     *     and the path are put behind
     * @param cpus it may run on
     * @param entry words in front of the command
     * @param environment more variables
     */
    record Launch(
            String command,
            Path config,
            String cpus,
            List<String> entry,
            Map<String, String> environment) {
        private List<String> words() {
            var words = new ArrayList<>(entry);
            words.addAll(List.of("taskset", "-c", cpus));
            String whole = command.contains("{config}") ? command : command + " --config {config}";
            for (String word : whole.trim().split("\\s+")) {
                words.add(word.replace("{config}", config.toString()));
            }
            return words;
        }
    }

    /** Starts a server and waits until it listens on {@code port}. */
    static ServerUnderTest start(Launch launch, int port, Path log) throws IOException {
        var builder = new ProcessBuilder(launch.words());
        builder.redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(launch.environment());
        // One core means one scheduler for Go too; a JVM sees the pinning by itself.
        builder.environment().put("GOMAXPROCS", String.valueOf(launch.cpus().split(",").length));
        var server = new ServerUnderTest(builder.start());
        server.awaitPort(port, log);
        return server;
    }

    private void awaitPort(int port, Path log) throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (System.nanoTime() < end) {
            if (!process.isAlive()) {
                throw new IOException("the server ended: " + Files.readString(log));
            }
            try (var socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 100);
                return;
            } catch (IOException notYet) {
                LockSupport.parkNanos(1_000_000);
            }
        }
        close();
        throw new IOException("the server does not listen on " + port + ", see " + log);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** CPU seconds used so far, user and system. */
    double cpuSeconds() throws IOException {
        String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
    }

    /** Resident memory now, bytes. */
    long residentBytes() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
            }
        }
        return 0;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
