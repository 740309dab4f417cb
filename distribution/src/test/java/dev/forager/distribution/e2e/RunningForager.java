// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.distribution.e2e;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A process of the packaged program, with what it has printed. Confined to the test's thread. */
final class RunningForager implements AutoCloseable {
    /** Where Maven's package phase puts the program. */
    static final Path HOME = Path.of("target/forager").toAbsolutePath();

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String READY = "Everything is ready. Begin running and processing data.";

    private final Process process;
    private final Path out;
    private final Path err;

    private RunningForager(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /** Starts {@code bin/forager} with these arguments. */
    static RunningForager start(String... arguments) {
        return start(HOME.resolve("bin/forager"), Map.of(), arguments);
    }

    /** Starts with this text as its configuration file and waits until it is ready. */
    static RunningForager ready(String yaml, String... more) {
        try {
            Path file = Files.createTempFile("forager", ".yaml");
            Files.writeString(file, yaml);
            var arguments = new ArrayList<>(List.of("--config", file.toString()));
            arguments.addAll(List.of(more));
            var forager = start(arguments.toArray(String[]::new));
            forager.awaitReady();
            return forager;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Starts another launcher, or with other environment variables. */
    static RunningForager start(
            Path launcher, Map<String, String> environment, String... arguments) {
        try {
            Path out = Files.createTempFile("forager", ".out");
            Path err = Files.createTempFile("forager", ".err");
            // A test run under nohup hands an ignored SIGHUP on: the program gets the default back.
            var command =
                    new ArrayList<>(List.of("env", "--default-signal=HUP", launcher.toString()));
            command.addAll(List.of(arguments));
            var builder = new ProcessBuilder(command);
            builder.environment().remove("JAVA_TOOL_OPTIONS");
            builder.environment().putAll(environment);
            return new RunningForager(
                    builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start(),
                    out,
                    err);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    void awaitReady() {
        awaitLog(READY);
    }

    /** Waits until the log holds this text. */
    void awaitLog(String text) {
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .failFast(() -> !process.isAlive() && !err().contains(text))
                .until(() -> err().contains(text));
    }

    void signal(String name) throws Exception {
        new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().waitFor();
    }

    /** Waits for the end. */
    int exitCode() throws InterruptedException {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("does not end; it has printed: " + err());
        }
        return process.exitValue();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    String out() {
        return read(out);
    }

    String err() {
        return read(err);
    }

    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
