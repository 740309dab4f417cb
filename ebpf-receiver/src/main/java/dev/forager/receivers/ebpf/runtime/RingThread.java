// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.runtime;

import dev.forager.receivers.ebpf.sys.EventSink;
import dev.forager.receivers.ebpf.sys.RingBuffer;
import java.time.Duration;

/**
 * Reads one ring on a platform thread of its own, since the wait for it holds its carrier: when a
 * program asks for it, and every so often anyway. Thread-safe.
 */
public final class RingThread implements AutoCloseable {
    private final RingBuffer ring;
    private final EventSink sink;
    private final Duration maxDelay;
    private final Runnable afterEach;
    private final Thread thread;
    private volatile boolean isStopping;

    /**
     * A thread that has not started.
     *
     * @param ring which this closes
     * @param maxDelay when it looks at the latest
     * @param sink takes the records
     * @param afterEach is called when all that was there has been taken
     */
    public RingThread(
            String name, RingBuffer ring, Duration maxDelay, EventSink sink, Runnable afterEach) {
        this.ring = ring;
        this.sink = sink;
        this.maxDelay = maxDelay;
        this.afterEach = afterEach;
        thread = Thread.ofPlatform().name("ebpf-" + name).daemon().unstarted(this::run);
    }

    /** Begins to read. */
    public void start() {
        thread.start();
    }

    private void run() {
        while (!isStopping) {
            ring.await(maxDelay);
            ring.drain(sink);
            afterEach.run();
        }
    }

    /** Lets it look now. */
    public void wakeUp() {
        ring.wakeUp();
    }

    /** Whether it still reads. */
    public boolean isAlive() {
        return thread.isAlive();
    }

    /** Ends the thread, after a last look, and unmaps the ring; harmless the second time. */
    @Override
    public void close() {
        if (isStopping) {
            return;
        }
        isStopping = true;
        ring.wakeUp();
        boolean isInterrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                isInterrupted = true;
            }
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
        ring.drain(sink);
        ring.close();
    }
}
