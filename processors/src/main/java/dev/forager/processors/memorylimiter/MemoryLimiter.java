// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.memorylimiter;

import dev.forager.pipeline.ComponentStatus;
import dev.forager.pipeline.Host;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.event.Level;

/**
 * Measures memory at an interval and says whether telemetry has to be refused. One limiter serves
 * all processors of an id: memory is one, and each forced collection stops all threads.
 *
 * <p>Concurrency: {@link #mustRefuse} is a volatile read. Checks run one at a time on the limiter's
 * thread, which runs while at least one processor is started.
 */
final class MemoryLimiter {
    static final String REFUSED = "data refused due to high memory usage";

    private static final long MIB = 1024 * 1024;

    /** A forced collection that frees less than this part was of no use. */
    private static final double WORTH_IT = 0.05;

    private final MemoryReading memory;
    private final MemoryLimits limits;
    private final Duration interval;
    private final boolean collects;
    private final CollectionBackoff soft;
    private final CollectionBackoff hard;
    private final LongSupplier nanoTime;
    private final Logger logger;
    private final Set<Object> users = new HashSet<>();
    private volatile boolean mustRefuse;
    private volatile @Nullable Host host;
    private @Nullable CountDownLatch stopped;
    private @Nullable Thread checker;
    private long lastCollection;
    private long lastUsed;

    MemoryLimiter(
            MemoryLimiterConfig config,
            MemoryLimits limits,
            MemoryReading memory,
            LongSupplier nanoTime,
            Logger logger) {
        this.memory = memory;
        this.limits = limits;
        this.nanoTime = nanoTime;
        this.logger = logger;
        interval = config.checkInterval();
        collects = config.garbageCollector().enabled();
        soft =
                new CollectionBackoff(
                        config.minGcIntervalWhenSoftLimited(),
                        config.maxGcIntervalWhenSoftLimited(),
                        interval);
        hard =
                new CollectionBackoff(
                        config.minGcIntervalWhenHardLimited(),
                        config.maxGcIntervalWhenHardLimited(),
                        interval);
        lastCollection = nanoTime.getAsLong();
    }

    /** Whether memory was above the soft limit when it was last measured. */
    boolean mustRefuse() {
        return mustRefuse;
    }

    /** Begins to measure with the first user. */
    synchronized void start(Object user, Host itsHost) {
        if (users.add(user) && users.size() == 1) {
            host = itsHost;
            var stop = new CountDownLatch(1);
            stopped = stop;
            checker = Thread.ofVirtual().name("memory-limiter").start(() -> run(stop));
        }
    }

    /** Ends with the last user. */
    synchronized void stop(Object user) {
        CountDownLatch stop = stopped;
        Thread thread = checker;
        if (users.remove(user) && users.isEmpty() && stop != null && thread != null) {
            stop.countDown();
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Measures once, collects where that is due, and decides. */
    void check() {
        long used = memory.usedBytes();
        line(Level.DEBUG, "Currently used memory.", used);
        boolean above = classify(used, false);
        if (!above) {
            resume(used);
            return;
        }
        boolean aboveHard = used >= limits.limit();
        CollectionBackoff backoff = aboveHard ? hard : soft;
        if (collects && backoff.allows(nanoTime.getAsLong() - lastCollection)) {
            line(
                    aboveHard ? Level.WARN : Level.INFO,
                    "Memory usage is above %s limit. Forcing a GC."
                            .formatted(aboveHard ? "hard" : "soft"),
                    used);
            used = collect();
            above = classify(used, true);
        }
        decide(above, used);
    }

    private void run(CountDownLatch stop) {
        try {
            while (!stop.await(interval.toNanos(), TimeUnit.NANOSECONDS)) {
                check();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private long collect() {
        memory.collect();
        lastCollection = nanoTime.getAsLong();
        long used = memory.usedBytes();
        line(Level.INFO, "Memory usage after GC.", used);
        return used;
    }

    /**
     * Whether {@code used} is above the soft limit. A collection counts as useful when it got below
     * it, or freed a twentieth; so does memory that came down by itself.
     */
    private boolean classify(long used, boolean collected) {
        boolean above = used >= limits.soft();
        boolean useful = !above || used <= lastUsed * (1 - WORTH_IT);
        lastUsed = used;
        if (useful) {
            soft.reset();
            hard.reset();
        } else if (collected) {
            soft.lengthen();
            hard.lengthen();
            logger.atWarn()
                    .addKeyValue("next_soft_gc_interval", soft.current())
                    .addKeyValue("next_hard_gc_interval", hard.current())
                    .addKeyValue("cur_mem_mib", used / MIB)
                    .log(
                            "Forced GC did not reclaim enough memory. Will back off GC frequency to"
                                    + " preserve CPU for recovery.");
        }
        return above;
    }

    private void resume(long used) {
        if (mustRefuse) {
            line(Level.INFO, "Memory usage back within limits. Resuming normal operation.", used);
            report(ComponentStatus.ok());
        }
        mustRefuse = false;
    }

    private void decide(boolean above, long used) {
        if (above && !mustRefuse) {
            report(ComponentStatus.recoverable(REFUSED));
            line(Level.WARN, "Memory usage is above soft limit. Refusing data.", used);
        } else if (!above) {
            report(ComponentStatus.ok());
        }
        mustRefuse = above;
    }

    private void report(ComponentStatus status) {
        Host known = host;
        if (known != null) {
            known.report(status);
        }
    }

    private void line(Level level, String text, long used) {
        logger.atLevel(level).addKeyValue("cur_mem_mib", used / MIB).log(text);
    }
}
