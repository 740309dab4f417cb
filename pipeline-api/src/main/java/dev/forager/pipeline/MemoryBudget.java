// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pipeline;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Bytes of telemetry that the process may hold at once, shared by receivers and queues.
 * Thread-safe.
 *
 * <p>Under overload it refuses at the door, where a sender can try again, and not further in, where
 * what was acknowledged would be lost: what arrives may use three quarters, what is on its way all,
 * and queues half as much again.
 */
public final class MemoryBudget {
    private final long limit;

    /**
     * More bodies than a process can finish would else fill the budget with halves of bodies, and
     * whole ones would be refused for their sake (measured with {@code benchmarks/overload}).
     */
    private final long arrivingLimit;

    private final long doorLimit;
    private final long acceptedLimit;
    private final AtomicLong used = new AtomicLong();
    private final AtomicLong arriving = new AtomicLong();

    private MemoryBudget(long limit) {
        this.limit = limit;
        arrivingLimit = limit / 4;
        doorLimit = limit - limit / 4;
        acceptedLimit = limit + limit / 2;
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
        return new MemoryBudget(Long.MAX_VALUE / 2);
    }

    /** A reservation of {@code bytes}, or null when they are not there. */
    public @Nullable Reservation reserve(long bytes) {
        return take(bytes, limit) ? new Reservation(bytes, false) : null;
    }

    /**
     * The same for what is still coming, which may hold a quarter of the budget, or more where it
     * is alone.
     */
    public @Nullable Reservation reserveArriving(long bytes) {
        var reservation = new Reservation(0, true);
        return reservation.growTo(bytes) ? reservation : null;
    }

    /** The same for what a queue takes, whose sender may have been told already that it is safe. */
    public @Nullable Reservation reserveAccepted(long bytes) {
        return take(bytes, acceptedLimit) ? new Reservation(bytes, false) : null;
    }

    /** A reservation of no bytes, to grow and shrink with what its owner holds. */
    public Reservation nothing() {
        return new Reservation(0, false);
    }

    /** The most that may be reserved. */
    public long limitBytes() {
        return limit;
    }

    /** What is reserved now. */
    public long usedBytes() {
        return used.get();
    }

    /** In words, how much of their limits is used of which {@link #reserveArriving} has to do. */
    public String arrivalUse() {
        return "bytes of telemetry in flight: %d (limit %d), of which still arriving: %d (limit %d)"
                .formatted(used.get(), doorLimit, arriving.get(), arrivingLimit);
    }

    private boolean take(long bytes, long most) {
        if (used.addAndGet(bytes) > most) {
            used.addAndGet(-bytes);
            return false;
        }
        return true;
    }

    /** Takes {@code more} for what is still coming and holds {@code total} then. */
    private boolean takeArriving(long more, long total) {
        long after = arriving.addAndGet(more);
        if ((after <= arrivingLimit || after == total) && take(more, doorLimit)) {
            return true;
        }
        arriving.addAndGet(-more);
        return false;
    }

    /**
     * Bytes that are held until {@link #close}, which may come twice. Confined to one thread at a
     * time.
     */
    public final class Reservation implements AutoCloseable {
        private long bytes;
        private boolean isArriving;

        private Reservation(long bytes, boolean isArriving) {
            this.bytes = bytes;
            this.isArriving = isArriving;
        }

        /** Holds at least {@code total}; false, with nothing changed, when they are not there. */
        public boolean growTo(long total) {
            long more = total - bytes;
            if (more <= 0) {
                return true;
            }
            if (!(isArriving ? takeArriving(more, total) : take(more, limit))) {
                return false;
            }
            bytes = total;
            return true;
        }

        /** Holds {@code total} at most from now on. */
        public void shrinkTo(long total) {
            long fewer = bytes - Math.max(0, total);
            if (fewer > 0) {
                giveBack(fewer);
            }
        }

        /** It has come: what it holds makes room for what comes next. */
        public void arrived() {
            if (isArriving) {
                isArriving = false;
                arriving.addAndGet(-bytes);
            }
        }

        private void giveBack(long fewer) {
            used.addAndGet(-fewer);
            if (isArriving) {
                arriving.addAndGet(-fewer);
            }
            bytes -= fewer;
        }

        /** What is held. */
        public long bytes() {
            return bytes;
        }

        @Override
        public void close() {
            giveBack(bytes);
        }
    }
}
