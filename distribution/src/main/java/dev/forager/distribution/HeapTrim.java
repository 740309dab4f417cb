// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.distribution;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Keeps the heap near what lives. Serial and Parallel let the old generation grow to the maximum
 * before they collect there, so that garbage of requests that were promoted stays resident for
 * hours; this asks for a collection when the heap has grown by as much as lives, and at least by
 * {@link #STEP}. What lives is little, so that takes tens of milliseconds
 * (docs/rationale/004-launcher.md).
 *
 * <p>Confined to one thread.
 */
final class HeapTrim {
    /** Bytes: what may be promoted before it is worth a collection. Chosen. */
    static final long STEP = 96L << 20;

    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final Heap heap;
    private long limit;

    /** The heap of a JVM. */
    interface Heap {
        /** Bytes that are reserved from the system. */
        long total();

        /** Bytes of them that no object takes. */
        long free();

        /** Collects all of it, and returns to the system what is not needed. */
        void collect();
    }

    HeapTrim(Heap heap) {
        this.heap = heap;
        this.limit = heap.total() + STEP;
    }

    /** Watches the heap of this JVM from now on, where the launcher says so. */
    static void startWhereAsked() {
        if (Boolean.getBoolean("forager.heap.trim")) {
            Thread.ofPlatform().name("heap-trim").daemon().start(HeapTrim::watch);
        }
    }

    private static void watch() {
        var trim = new HeapTrim(new OfJvm(Runtime.getRuntime()));
        while (!Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(INTERVAL.toNanos());
            trim.look();
        }
    }

    /** Collects where the heap has grown too far. */
    void look() {
        if (heap.total() > limit) {
            heap.collect();
            long lives = heap.total() - heap.free();
            limit = heap.total() + Math.max(STEP, lives);
        }
    }

    private record OfJvm(Runtime runtime) implements Heap {
        @Override
        public long total() {
            return runtime.totalMemory();
        }

        @Override
        public long free() {
            return runtime.freeMemory();
        }

        @Override
        public void collect() {
            runtime.gc();
        }
    }
}
