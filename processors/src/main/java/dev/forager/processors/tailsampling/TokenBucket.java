// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.tailsampling;

import java.util.function.LongSupplier;
import java.util.function.LongUnaryOperator;

/**
 * Tokens that come at a steady rate and are kept up to a bound; it starts full. What asks for more
 * than is there gets none and takes none. Thread-safe.
 */
final class TokenBucket {
    private static final double SECOND_NANOS = 1e9;

    private final double tokensPerNano;
    private final long capacity;
    private final LongSupplier nanoTime;
    private double tokens;
    private long filledNanos;

    TokenBucket(long tokensPerSecond, long capacity, LongSupplier nanoTime) {
        this.tokensPerNano = tokensPerSecond / SECOND_NANOS;
        this.capacity = capacity;
        this.nanoTime = nanoTime;
        this.tokens = (double) capacity;
        this.filledNanos = nanoTime.getAsLong();
    }

    /** The most that is ever there. */
    long capacity() {
        return capacity;
    }

    /** Asks how many of the tokens that are there shall be taken, and takes them. */
    synchronized void spend(LongUnaryOperator choose) {
        long now = nanoTime.getAsLong();
        double there = tokensAt(now);
        tokens = there - choose.applyAsLong((long) there);
        filledNanos = now;
    }

    synchronized boolean take(long wanted) {
        long now = nanoTime.getAsLong();
        double there = tokensAt(now);
        if (wanted > capacity || wanted > there) {
            return false;
        }
        tokens = there - wanted;
        filledNanos = now;
        return true;
    }

    private double tokensAt(long now) {
        return Math.min((double) capacity, tokens + (now - filledNanos) * tokensPerNano);
    }
}
