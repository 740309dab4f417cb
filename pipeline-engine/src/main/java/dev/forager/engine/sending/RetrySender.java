// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.sending;

import dev.forager.config.GoDuration;
import dev.forager.pdata.Payload;
import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.Deadline;
import dev.forager.pipeline.Permanent;
import dev.forager.pipeline.RetryConfig;
import dev.forager.pipeline.Retryable;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;

/**
 * Repeats failed attempts with exponential back-off until the destination accepts, refuses for
 * good, or {@code max_elapsed_time} is over. A delay that the destination asks for counts where it
 * is the longer one. Thread-safe; {@link #send} blocks its caller during the waits.
 */
final class RetrySender {
    private final Attempt attempt;
    private final RetryConfig config;
    private final Timing timing;
    private final Logger logger;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition wake = lock.newCondition();
    private volatile boolean stopped;

    RetrySender(Attempt attempt, RetryConfig config, Timing timing, Logger logger) {
        this.attempt = attempt;
        this.config = config;
        this.timing = timing;
        this.logger = logger;
    }

    /** Answers how many items were left out of what the destination accepted. */
    long send(Payload payload, Context context) throws ConsumeException {
        if (config.enabled()) {
            return repeat(payload, context);
        }
        return attempt.send(payload, context);
    }

    /** Ends all waits: from now on each request is tried once. */
    void stop() {
        lock.lock();
        try {
            stopped = true;
            wake.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Whether {@link #stop} was called. */
    boolean isStopped() {
        return stopped;
    }

    private long repeat(Payload payload, Context context) throws ConsumeException {
        // The success path makes neither a back-off nor reads the clock twice.
        long startNanos = timing.nanoTime().getAsLong();
        Backoff backoff = null;
        while (true) {
            try {
                return attempt.send(payload, context);
            } catch (Permanent failure) {
                throw Failures.prefixed("not retryable error: ", failure);
            } catch (Retryable failure) {
                if (backoff == null) {
                    backoff = new Backoff(config, timing.random());
                }
                pause(backoff, failure, context, startNanos);
            }
        }
    }

    private void pause(Backoff backoff, Retryable failure, Context context, long startNanos)
            throws ConsumeException {
        if (stopped) {
            throw Failures.prefixed("interrupted due to shutdown: ", failure);
        }
        long waitNanos = Math.max(backoff.nextNanos(), saturatedNanos(failure.retryAfter()));
        if (exceeds(config.maxElapsedTime(), startNanos, waitNanos)) {
            throw Failures.prefixed("no more retries left: ", failure);
        }
        Deadline deadline = context.deadline();
        if (deadline != null && saturatedNanos(deadline.remaining()) < waitNanos) {
            throw Failures.prefixed("request will be cancelled before next retry: ", failure);
        }
        logger.atInfo()
                .addKeyValue("error", failure.getMessage())
                .addKeyValue("interval", GoDuration.of(Duration.ofNanos(waitNanos)))
                .log("Exporting failed. Will retry the request after interval.");
        if (!sleep(waitNanos)) {
            throw Failures.prefixed("interrupted due to shutdown: ", failure);
        }
    }

    private boolean exceeds(Duration limit, long startNanos, long waitNanos) {
        if (limit.isZero()) {
            return false;
        }
        long elapsedNanos = timing.nanoTime().getAsLong() - startNanos;
        return elapsedNanos > saturatedNanos(limit) - waitNanos;
    }

    /** Waits; false when the sender is stopped or the thread interrupted meanwhile. */
    private boolean sleep(long waitNanos) {
        var over = new CountDownLatch(1);
        Future<?> alarm =
                timing.scheduler().schedule(() -> wakeUp(over), waitNanos, TimeUnit.NANOSECONDS);
        lock.lock();
        try {
            while (!stopped && over.getCount() > 0) {
                wake.await();
            }
            return !stopped;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
            alarm.cancel(false);
        }
    }

    private void wakeUp(CountDownLatch over) {
        lock.lock();
        try {
            over.countDown();
            wake.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private static long saturatedNanos(Duration duration) {
        return TimeUnit.NANOSECONDS.convert(duration);
    }
}
