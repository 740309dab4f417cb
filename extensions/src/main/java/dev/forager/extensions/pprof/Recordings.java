// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.extensions.pprof;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import jdk.jfr.Configuration;
import jdk.jfr.Recording;
import org.jspecify.annotations.Nullable;

/**
 * Recordings of the JDK Flight Recorder, started through its API: a flag of the virtual machine
 * would make it refuse the AOT cache. Thread-safe; one recording on request at a time.
 */
final class Recordings implements AutoCloseable {
    /** Bounds disk and the answer's memory; what is older falls out. Chosen. */
    private static final long MAX_BYTES = 64L << 20;

    private final PprofConfig config;
    private final Semaphore one = new Semaphore(1);
    private final CountDownLatch stopped = new CountDownLatch(1);
    private @Nullable Recording whole;

    Recordings(PprofConfig config) {
        this.config = config;
    }

    /** Begins the recording of the whole run, where one is configured. */
    synchronized void begin() throws IOException {
        if (config.saveToFile().isEmpty()) {
            return;
        }
        Recording recording = recording();
        try {
            recording.setDestination(Path.of(config.saveToFile()));
        } catch (IOException e) {
            recording.close();
            throw new IOException(
                    "save_to_file: %s (expected: a file that can be written)"
                            .formatted(config.saveToFile()),
                    e);
        }
        recording.start();
        whole = recording;
    }

    /**
     * Records for so long, or until {@link #close}.
     *
     * @return the recording; null when another is under way
     */
    byte @Nullable [] take(Duration time) throws IOException, InterruptedException {
        if (!one.tryAcquire()) {
            return null;
        }
        Path file = Files.createTempFile("profile-", ".jfr");
        try (Recording recording = recording()) {
            recording.start();
            boolean early = stopped.await(time.toNanos(), TimeUnit.NANOSECONDS);
            recording.setName(early ? "cut short" : "whole");
            recording.stop();
            recording.dump(file);
            return Files.readAllBytes(file);
        } finally {
            Files.deleteIfExists(file);
            one.release();
        }
    }

    private Recording recording() throws IOException {
        Recording recording = new Recording(settings());
        recording.setToDisk(true);
        recording.setMaxSize(MAX_BYTES);
        if (config.blockProfileFraction() > 0) {
            recording
                    .enable("jdk.ThreadPark")
                    .withThreshold(Duration.ofNanos(config.blockProfileFraction()));
        }
        if (config.mutexProfileFraction() > 0) {
            recording.enable("jdk.JavaMonitorEnter").withThreshold(Duration.ZERO);
        }
        return recording;
    }

    private static Configuration settings() throws IOException {
        try {
            return Configuration.getConfiguration("profile");
        } catch (ParseException e) {
            throw new IOException("the JDK's settings \"profile\" cannot be read", e);
        }
    }

    @Override
    public synchronized void close() {
        stopped.countDown();
        if (whole != null) {
            whole.stop(); // writes to its destination
            whole.close();
            whole = null;
        }
    }
}
