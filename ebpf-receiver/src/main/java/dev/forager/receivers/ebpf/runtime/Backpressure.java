// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.runtime;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;

/**
 * Turns refusals of the pipelines into sampling in the kernel: each second in which one is refused
 * halves the share of events that go out, of those that may be left out; each half minute without a
 * refusal doubles it again. What programs count is not sampled. Thread-safe.
 */
public final class Backpressure {
    /** Least time between two steps down: several retries within it are one refusal (chosen). */
    static final Duration STEP = Duration.ofSeconds(1);

    /** How long nothing is refused before a step up (chosen). */
    static final Duration CALM = Duration.ofSeconds(30);

    /** One in 1024 goes out at the least (chosen): the kind of what happens is still seen. */
    static final int MOST_SHIFT = 10;

    private final LongSupplier nanoTime;
    private final List<IntConsumer> followers = new CopyOnWriteArrayList<>();
    private int shift;
    private long changedAt;
    private long refusedAt;

    /**
     * No pressure yet.
     *
     * @param nanoTime monotonic
     */
    public Backpressure(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        changedAt = nanoTime.getAsLong() - STEP.toNanos();
    }

    /** Tells of every change until the answer is closed, and of the present share at once. */
    public Subscription follow(IntConsumer follower) {
        followers.add(follower);
        follower.accept(shift());
        return () -> followers.remove(follower);
    }

    /** A pipeline has refused something for now. */
    public synchronized void refused() {
        long now = nanoTime.getAsLong();
        refusedAt = now;
        if (shift < MOST_SHIFT && now - changedAt >= STEP.toNanos()) {
            change(shift + 1, now);
        }
    }

    /** Nothing was refused just now. */
    public synchronized void calm() {
        long now = nanoTime.getAsLong();
        if (shift > 0 && now - refusedAt >= CALM.toNanos() && now - changedAt >= CALM.toNanos()) {
            change(shift - 1, now);
        }
    }

    private void change(int to, long now) {
        shift = to;
        changedAt = now;
        followers.forEach(each -> each.accept(to));
    }

    /** One in 2^shift goes out. */
    public synchronized int shift() {
        return shift;
    }
}
