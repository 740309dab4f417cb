// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * {@code file:path}: a file, or a pipe such as that of {@code --config <(command)}. A pipe has
 * {@code patience} to say everything: one that nobody writes to must not hang the start.
 */
record FileProvider(Duration patience) implements ConfigProvider {
    FileProvider() {
        this(Duration.ofSeconds(4));
    }

    @Override
    public Fetched fetch(String opaque, Problems problems) throws NotFetchedException {
        Path path;
        try {
            path = Path.of(opaque).normalize();
        } catch (InvalidPathException e) {
            throw failure(opaque, opaque, "invalid argument");
        }
        try {
            byte[] bytes = Files.isRegularFile(path) ? read(path) : readSlow(opaque, path);
            if (bytes.length > MAX_BYTES) {
                throw failure(opaque, path.toString(), Texts.tooLarge());
            }
            return new Fetched(Texts.decode(bytes), path.toString(), false);
        } catch (NoSuchFileException e) {
            throw failure(opaque, path.toString(), "no such file or directory");
        } catch (AccessDeniedException e) {
            throw failure(opaque, path.toString(), "permission denied");
        } catch (IOException e) {
            throw failure(opaque, path.toString(), String.valueOf(e.getMessage()));
        }
    }

    private static byte[] read(Path path) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            return in.readNBytes(MAX_BYTES + 1);
        }
    }

    private byte[] readSlow(String opaque, Path path) throws IOException, NotFetchedException {
        if (Files.isDirectory(path)) {
            throw new NotFetchedException(
                    "unable to read the file file:%s: read %s: is a directory"
                            .formatted(opaque, path.toString().isEmpty() ? "." : path));
        }
        var task = new FutureTask<>(() -> read(path));
        // Opening a pipe cannot be interrupted, so the thread may stay behind: as a daemon.
        Thread.ofPlatform().daemon().name("config-pipe").start(task);
        try {
            return task.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw failure(
                    opaque,
                    path.toString(),
                    "not a regular file, and not read to its end within "
                            + GoDuration.of(patience));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure(opaque, path.toString(), "interrupted");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private static NotFetchedException failure(String opaque, String path, String why) {
        return new NotFetchedException(
                "unable to read the file file:%s: open %s: %s".formatted(opaque, path, why));
    }
}
