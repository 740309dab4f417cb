// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.telemetry.logging;

import dev.forager.config.TelemetryLogs;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLongArray;
import org.slf4j.event.Level;

/**
 * Thins out lines that repeat, by the rule of zap's sampler: in each tick the first lines of one
 * level and message pass, then one of so many. Messages that fall into one of 4096 slots share it,
 * so memory is bounded. Thread-safe without locks; under contention a line may pass too many.
 */
final class Sampler {
    private static final int SLOTS = 4096;

    private final long tickNanos;
    private final long initial;
    private final long thereafter;
    private final AtomicLongArray resetAt = new AtomicLongArray(Level.values().length * SLOTS);
    private final AtomicLongArray counts = new AtomicLongArray(Level.values().length * SLOTS);

    Sampler(TelemetryLogs.Sampling sampling) {
        tickNanos = sampling.tick().toNanos();
        initial = sampling.initial();
        thereafter = sampling.thereafter();
    }

    /** Whether this line is written. */
    boolean passes(Level level, String message, Instant now) {
        int slot = level.toInt() / 10 * SLOTS + ((message.hashCode() * 0x9E3779B1) >>> 20);
        long n = count(slot, now.getEpochSecond() * 1_000_000_000L + now.getNano());
        return n <= initial || (thereafter > 0 && (n - initial) % thereafter == 0);
    }

    private long count(int slot, long nowNanos) {
        long reset = resetAt.get(slot);
        if (reset > nowNanos) {
            return counts.incrementAndGet(slot);
        }
        if (!resetAt.compareAndSet(slot, reset, nowNanos + tickNanos)) {
            return counts.incrementAndGet(slot);
        }
        counts.set(slot, 1);
        return 1;
    }
}
