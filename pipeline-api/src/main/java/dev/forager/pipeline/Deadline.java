// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pipeline;

import java.time.Duration;

/**
 * A moment on the monotonic clock ({@link System#nanoTime}) by which an answer is wanted.
 * Immutable.
 */
public final class Deadline {
    private final long nanoTime;

    private Deadline(long nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** The moment {@code duration} from now; saturates at 146 years. */
    public static Deadline after(Duration duration) {
        long nanos;
        try {
            nanos = Math.min(duration.toNanos(), Long.MAX_VALUE / 2);
        } catch (ArithmeticException overflow) {
            nanos = Long.MAX_VALUE / 2;
        }
        return new Deadline(System.nanoTime() + nanos);
    }

    /** Time left; zero once it has passed. */
    public Duration remaining() {
        return Duration.ofNanos(Math.max(0, nanoTime - System.nanoTime()));
    }

    /** Whether the moment has passed. */
    public boolean isPast() {
        return nanoTime - System.nanoTime() <= 0;
    }

    /** The earlier of the two. */
    public Deadline earlier(Deadline other) {
        return nanoTime - other.nanoTime <= 0 ? this : other;
    }
}
