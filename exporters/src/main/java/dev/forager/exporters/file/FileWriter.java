// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.file;

import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Permanent;
import dev.forager.pipeline.Retryable;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Writes the records of all exporters with one configuration: traces, metrics and logs may share a
 * file. Thread-safe.
 *
 * <p>Concurrency: all file work is done by one platform thread, since a virtual thread in a file
 * call takes a carrier from the others. Callers wait for it, so no more work is waiting than there
 * are callers. It runs from the first user's start to the last one's stop.
 */
final class FileWriter {
    private final FileExporterConfig config;
    private final InstantSource clock;
    private final Logger logger;
    private final Set<Object> users = new HashSet<>();
    private volatile @Nullable Running running;

    private record Running(ScheduledExecutorService thread, FileStore files) {}

    FileWriter(FileExporterConfig config, InstantSource clock, Logger logger) {
        this.config = config;
        this.clock = clock;
        this.logger = logger;
    }

    /** Opens the file, where there is one only, with the first user. */
    synchronized void start(Object user) throws IOException {
        if (!users.add(user) || users.size() > 1) {
            return;
        }
        var files = new FileStore(config, clock, logger);
        var thread =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().name("file-exporter").daemon().factory());
        running = new Running(thread, files);
        try {
            if (!config.groupBy().enabled()) {
                call(thread, () -> files.file(Path.of(config.path())));
            }
        } catch (IOException e) {
            stop(user, Duration.ofSeconds(1));
            throw e;
        }
        long interval = Math.max(1, config.flushInterval().toNanos());
        if (config.flushInterval().isZero()) {
            interval = TimeUnit.SECONDS.toNanos(1);
        }
        var _ =
                thread.scheduleWithFixedDelay(
                        () -> flush(files), interval, interval, TimeUnit.NANOSECONDS);
    }

    /** Writes out and closes everything with the last user. */
    synchronized void stop(Object user, Duration limit) {
        Running now = running;
        if (!users.remove(user) || !users.isEmpty() || now == null) {
            return;
        }
        running = null;
        now.thread().execute(() -> close(now.files()));
        now.thread().shutdown();
        try {
            if (!now.thread().awaitTermination(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                logger.warn("The file could not be closed in time.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Adds a record to a file and returns when it is written. */
    void write(Path path, byte[] record) throws ConsumeException {
        Running now = running;
        if (now == null) {
            throw new Retryable("shutting down");
        }
        try {
            call(
                    now.thread(),
                    () -> {
                        now.files().file(path).write(record);
                        return path;
                    });
        } catch (RecordTooLargeException e) {
            throw new Permanent(path + ": " + e.getMessage(), null, e);
        } catch (IOException e) {
            throw new Retryable(reason(path, e), Duration.ZERO, null, e);
        }
    }

    private static <T> T call(ScheduledExecutorService thread, Callable<T> work)
            throws IOException {
        try {
            return thread.submit(work).get();
        } catch (RejectedExecutionException e) {
            throw new IOException("shutting down", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("shutting down", e);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException failure -> throw failure;
                case null, default -> throw new IllegalStateException(e);
            }
        }
    }

    private void flush(FileStore files) {
        try {
            files.flush();
        } catch (IOException e) {
            logger.atError()
                    .addKeyValue("error", e.getMessage())
                    .log("Failed to write out the file. Data may be lost.");
        }
    }

    private void close(FileStore files) {
        try {
            files.close();
        } catch (IOException e) {
            logger.atError()
                    .addKeyValue("error", e.getMessage())
                    .log("Failed to close the file. Data may be lost.");
        }
    }

    /** As Go's system says it; only opening gives failures of the file system by name. */
    static String reason(Path path, IOException e) {
        return switch (e) {
            case NoSuchFileException _ -> "open %s: no such file or directory".formatted(path);
            case AccessDeniedException _ -> "open %s: permission denied".formatted(path);
            case FileSystemException failure when failure.getReason() != null ->
                    "open %s: %s".formatted(path, failure.getReason().toLowerCase(Locale.ROOT));
            default -> "write %s: %s".formatted(path, e.getMessage());
        };
    }
}
