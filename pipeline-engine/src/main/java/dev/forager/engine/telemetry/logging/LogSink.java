// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.telemetry.logging;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The places that lines go to: the process's own streams and files, each line one write.
 * Thread-safe; lines never mix. Files are opened to append, so that a rotation that copies and
 * truncates works.
 */
final class LogSink implements AutoCloseable {
    private final ReentrantLock lock = new ReentrantLock();
    private final List<OutputStream> outputs;
    private final List<OutputStream> files;

    private LogSink(List<OutputStream> outputs, List<OutputStream> files) {
        this.outputs = outputs;
        this.files = files;
    }

    /** Standard error, unbuffered. */
    static LogSink standardError() {
        return new LogSink(List.of(new FileOutputStream(FileDescriptor.err)), List.of());
    }

    /** This stream, which stays open. */
    static LogSink of(OutputStream stream) {
        return new LogSink(List.of(stream), List.of());
    }

    /**
     * Opens what the paths name: {@code stderr}, {@code stdout}, a path or a {@code file:} URL.
     *
     * @throws IOException when a file cannot be opened; the text names it as the Go collector does
     */
    static LogSink open(List<String> paths) throws IOException {
        var outputs = new ArrayList<OutputStream>();
        var files = new ArrayList<OutputStream>();
        for (String path : paths) {
            switch (path) {
                case "stderr" -> outputs.add(new FileOutputStream(FileDescriptor.err));
                case "stdout" -> outputs.add(new FileOutputStream(FileDescriptor.out));
                default -> {
                    OutputStream file = openFile(path);
                    files.add(file);
                    outputs.add(file);
                }
            }
        }
        return new LogSink(List.copyOf(outputs), List.copyOf(files));
    }

    private static OutputStream openFile(String path) throws IOException {
        String name = path.startsWith("file://") ? path.substring("file://".length()) : path;
        try {
            return Files.newOutputStream(
                    Path.of(name), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (FileSystemException e) {
            throw new IOException(
                    "open sink \"%s\": open %s: %s".formatted(path, name, reason(e)), e);
        }
    }

    private static String reason(FileSystemException e) {
        return switch (e) {
            case NoSuchFileException missing -> "no such file or directory";
            case AccessDeniedException denied -> "permission denied";
            default -> e.getReason() == null ? "cannot be opened" : e.getReason();
        };
    }

    /**
     * Writes one line to all places.
     *
     * @throws IOException the first failure; the other places have the line
     */
    void write(byte[] line) throws IOException {
        IOException failure = null;
        lock.lock();
        try {
            for (OutputStream output : outputs) {
                try {
                    output.write(line);
                } catch (IOException e) {
                    failure = failure == null ? e : failure;
                }
            }
        } finally {
            lock.unlock();
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** Closes and passes over failures: this is the place where they would be written. */
    void closeQuietly() {
        try {
            close();
        } catch (IOException e) {
            return; // every line is already written
        }
    }

    @Override
    public void close() throws IOException {
        for (OutputStream file : files) {
            file.close();
        }
    }
}
