// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.resourcedetection;

import dev.forager.pipeline.RetryConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Asks the detectors: all at once, each on a virtual thread, again after a failure, until an answer
 * or the timeout; and anew every {@code refresh_interval}. Thread-safe.
 */
final class Detection {
    private final ResourceDetectionConfig config;
    private final Supplier<Surroundings> surroundings;
    private final Logger logger;
    private final RandomGenerator random;
    private final LongSupplier nanoClock;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile Detected detected = Detected.NOTHING;
    private @Nullable Thread refresher;

    /**
     * A detection that has not begun.
     *
     * @param surroundings opened for each detection, closed behind it
     * @param random for the waits between attempts
     * @param nanoClock monotonic
     */
    Detection(
            ResourceDetectionConfig config,
            Supplier<Surroundings> surroundings,
            Logger logger,
            RandomGenerator random,
            LongSupplier nanoClock) {
        this.random = random;
        this.nanoClock = nanoClock;
        this.config = config;
        this.surroundings = surroundings;
        this.logger = logger;
    }

    /** What is known now. */
    Detected detected() {
        return detected;
    }

    /** Detects, then goes on in the background if that is configured. */
    void start() throws IOException, InterruptedException {
        detected = detect();
        if (config.refreshInterval().isPositive()) {
            refresher = Thread.ofVirtual().name("resource-detection").start(this::refresh);
        }
    }

    /** Ends the refreshing. */
    void stop() {
        stopped.countDown();
        Thread thread = refresher;
        if (thread != null) {
            thread.interrupt();
        }
    }

    private void refresh() {
        try {
            while (!stopped.await(config.refreshInterval().toNanos(), TimeUnit.NANOSECONDS)) {
                try {
                    detected = detect();
                } catch (IOException e) {
                    logger.atWarn()
                            .addKeyValue("error", e.getMessage())
                            .log("resource refresh failed; keeping previous snapshot");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Detected detect() throws IOException, InterruptedException {
        logger.info("began detecting resource information");
        var all = new ArrayList<Findings>();
        var errors = new ArrayList<String>();
        Surroundings where = surroundings.get();
        MetadataClient http = where.http();
        try (http;
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = new ArrayList<Future<Findings>>();
            for (String name : config.detectors()) {
                answers.add(threads.submit(() -> detect(name, where)));
            }
            long end = nanoClock.getAsLong() + budget(config).toNanos();
            for (int i = 0; i < answers.size(); i++) {
                await(answers.get(i), end, config.detectors().get(i), all, errors);
            }
            threads.shutdownNow();
        }
        if (!errors.isEmpty()) {
            throw new IOException("resource detection failed: " + String.join("; ", errors));
        }
        Detected result = Detected.merge(all);
        logger.atInfo()
                .addKeyValue("resource", result.entries().toString())
                .log("detected resource information");
        return result;
    }

    /** How long all attempts may take. */
    private static Duration budget(ResourceDetectionConfig config) {
        Duration most = config.retry().maxElapsedTime();
        return most.isPositive() ? most : config.timeout();
    }

    /**
     * How long a detector may wait for a service. Some of the time is left: that nobody answers is
     * mostly a finding, and just a lack of time would be a failure.
     */
    static Duration timeToAnswer(ResourceDetectionConfig config) {
        return budget(config).multipliedBy(4).dividedBy(5);
    }

    private void await(
            Future<Findings> answer, long end, String name, List<Findings> all, List<String> errors)
            throws InterruptedException {
        try {
            all.add(answer.get(Math.max(0, end - nanoClock.getAsLong()), TimeUnit.NANOSECONDS));
        } catch (ExecutionException e) {
            errors.add("%s: %s".formatted(name, text(e.getCause())));
        } catch (TimeoutException e) {
            answer.cancel(true);
            errors.add("%s: no answer in time (expected: within timeout)".formatted(name));
        }
    }

    private Findings detect(String name, Surroundings where)
            throws IOException, InterruptedException {
        DetectorType type = DetectorType.find(name);
        if (type == null) {
            throw new IOException("invalid detector key: " + name);
        }
        Detector detector = type.maker().apply(config);
        RetryConfig retry = config.retry();
        Duration pause = retry.initialInterval();
        long giveUp = nanoClock.getAsLong() + budget(config).toNanos();
        while (true) {
            try {
                return wanted(detector.detect(where), type);
            } catch (IOException e) {
                logger.atWarn()
                        .addKeyValue("detector", name)
                        .addKeyValue("error", text(e))
                        .log("failed to detect resource");
                boolean isLast = nanoClock.getAsLong() + pause.toNanos() >= giveUp;
                if (!retry.enabled()
                        || isLast
                        || stopped.await(jittered(pause).toNanos(), TimeUnit.NANOSECONDS)) {
                    throw e;
                }
                pause = longer(pause, retry);
            }
        }
    }

    /** What a detector says itself needs no name of a class. */
    private static String text(@Nullable Throwable failure) {
        return failure instanceof IOException && failure.getMessage() != null
                ? failure.getMessage()
                : String.valueOf(failure);
    }

    /** So much shorter or longer that many collectors do not ask at once. */
    private Duration jittered(Duration pause) {
        double share = config.retry().randomizationFactor();
        double factor = 1 - share + 2 * share * random.nextDouble();
        return Duration.ofNanos((long) ((double) pause.toNanos() * factor));
    }

    private static Duration longer(Duration pause, RetryConfig retry) {
        double nanos = (double) pause.toNanos() * retry.multiplier();
        return Duration.ofNanos((long) Math.min(nanos, (double) retry.maxInterval().toNanos()));
    }

    private Findings wanted(Findings findings, DetectorType type) {
        findings.attributes()
                .keySet()
                .removeIf(name -> type.known().contains(name) && !type.writes(name, config));
        return findings;
    }
}
