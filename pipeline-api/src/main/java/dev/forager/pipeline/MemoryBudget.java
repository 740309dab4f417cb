// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pipeline;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Bytes of telemetry that the process may hold at once, shared by receivers and queues. A receiver
 * reserves before it inflates, so that overload is refused before it costs memory. Thread-safe.
 */
public final class MemoryBudget {
    private final long limit;
    private final AtomicLong used = new AtomicLong();

    private MemoryBudget(long limit) {
        this.limit = limit;
    }

    /**
     * A budget of {@code bytes}.
     *
     * @throws IllegalArgumentException when it is not positive
     */
    public static MemoryBudget ofBytes(long bytes) {
        if (bytes <= 0) {
            throw new IllegalArgumentException("bytes: %d (expected: > 0)".formatted(bytes));
        }
        return new MemoryBudget(bytes);
    }

    /** A budget that never refuses. */
    public static MemoryBudget unlimited() {
        return new MemoryBudget(Long.MAX_VALUE);
    }

    /** A reservation of {@code bytes}, or null when they are not there. */
    public @Nullable Reservation reserve(long bytes) {
        return take(bytes) ? new Reservation(bytes) : null;
    }

    /** A reservation of no bytes, to grow and shrink with what its owner holds. */
    public Reservation nothing() {
        return new Reservation(0);
    }

    /** The most that may be reserved. */
    public long limitBytes() {
        return limit;
    }

    /** What is reserved now. */
    public long usedBytes() {
        return used.get();
    }

    private boolean take(long bytes) {
        long after = used.addAndGet(bytes);
        if (after > limit) {
            used.addAndGet(-bytes);
            return false;
        }
        return true;
    }

    /**
     * Bytes that are held until {@link #close}, which may come twice. Confined to one thread at a
     * time.
     */
    public final class Reservation implements AutoCloseable {
        private long bytes;

        private Reservation(long bytes) {
            this.bytes = bytes;
        }

        /** Holds at least {@code total}; false, with nothing changed, when they are not there. */
        public boolean growTo(long total) {
            long more = total - bytes;
            if (more <= 0) {
                return true;
            }
            if (!take(more)) {
                return false;
            }
            bytes = total;
            return true;
        }

        /** Holds {@code total} at most from now on. */
        public void shrinkTo(long total) {
            long fewer = bytes - Math.max(0, total);
            if (fewer > 0) {
                used.addAndGet(-fewer);
                bytes -= fewer;
            }
        }

        /** What is held. */
        public long bytes() {
            return bytes;
        }

        @Override
        public void close() {
            used.addAndGet(-bytes);
            bytes = 0;
        }
    }
}
