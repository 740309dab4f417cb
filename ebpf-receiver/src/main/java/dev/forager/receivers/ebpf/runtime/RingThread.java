// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.runtime;

import dev.forager.receivers.ebpf.sys.BpfException;
import dev.forager.receivers.ebpf.sys.EventSink;
import dev.forager.receivers.ebpf.sys.RingBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Reads one ring on a platform thread of its own, since the wait for it holds its carrier: when a
 * program asks for it, and every so often anyway; while next to nothing comes, only when a program
 * asks, which it then does for each record. Thread-safe.
 */
public final class RingThread implements AutoCloseable {
    /**
     * How long it waits while each record wakes it. Not for ever: what goes wrong there would stop
     * events unseen.
     */
    private static final Duration REST = Duration.ofSeconds(10);

    private final RingBuffer ring;
    private final EventSink sink;
    private final Duration maxDelay;
    private final Runnable afterEach;
    private final @Nullable Alarm alarm;
    private final Thread thread;
    private volatile boolean isStopping;

    /** Tells the programs that write to the ring when to wake its reader. */
    @FunctionalInterface
    public interface Alarm {
        /**
         * Lets each record wake the reader, or many of them only.
         *
         * @throws BpfException when the kernel refuses: then it is as it was
         */
        void atOnce(boolean isEach) throws BpfException;
    }

    /**
     * A thread that has not started.
     *
     * @param ring which this closes
     * @param maxDelay when it looks at the latest
     * @param sink takes the records
     * @param afterEach is called when all that was there has been taken
     * @param alarm how programs are told when to wake it; null where they cannot be told
     */
    public RingThread(
            String name,
            RingBuffer ring,
            Duration maxDelay,
            EventSink sink,
            Runnable afterEach,
            @Nullable Alarm alarm) {
        this.alarm = alarm;
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
        var policy = new WakePolicy(System.nanoTime());
        boolean isAtOnce = false;
        Duration wait = maxDelay;
        while (!isStopping) {
            ring.await(wait);
            long shown = ring.drain(sink);
            afterEach.run();
            boolean wanted = policy.look(System.nanoTime(), shown);
            // A program that has asked just before the change does not wake it: one more look.
            wait = isAtOnce && wanted ? REST : maxDelay;
            isAtOnce = wanted == isAtOnce ? isAtOnce : change(isAtOnce, wanted);
        }
    }

    private boolean change(boolean present, boolean wanted) {
        if (alarm == null) {
            return present;
        }
        try {
            alarm.atOnce(wanted);
            return wanted;
        } catch (BpfException e) {
            return present;
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
