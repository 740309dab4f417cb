// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.runtime;

import dev.forager.receivers.ebpf.sys.EventSink;
import dev.forager.receivers.ebpf.sys.RingBuffer;
import dev.forager.receivers.ebpf.sys.StructView;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.slf4j.Logger;

/**
 * Reads one ring on a platform thread of its own and hands each event to the handlers of its kind.
 * {@link #subscribe} and the counters are thread-safe.
 */
final class EventPump implements EventSink, AutoCloseable {
    private static final int KINDS = 256;

    private final Event event;
    private final Logger logger;
    private final RingThread thread;
    private final List<CopyOnWriteArrayList<EventHandler>> handlers;

    private final SequenceGaps gaps = new SequenceGaps();
    private final LongAdder malformed = new LongAdder();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition roundDone = lock.newCondition();
    private long rounds;
    private boolean hasComplained;

    EventPump(
            String name,
            RingBuffer ring,
            Event.Offsets offsets,
            Duration maxDelay,
            RingThread.Alarm alarm,
            Logger logger) {
        this.logger = logger;
        event = new Event(offsets);
        handlers = Stream.generate(CopyOnWriteArrayList<EventHandler>::new).limit(KINDS).toList();
        thread = new RingThread(name, ring, maxDelay, this, this::endRound, alarm);
    }

    void start() {
        thread.start();
    }

    /** Lets {@code handler} have the events of a kind until the answer is closed. */
    Subscription subscribe(int kind, EventHandler handler) {
        CopyOnWriteArrayList<EventHandler> of = handlers.get(kind);
        of.add(handler);
        return () -> of.remove(handler);
    }

    private void endRound() {
        lock.lock();
        try {
            rounds++;
            roundDone.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until what is in the ring now was handed to its handlers, if that takes no longer. */
    void flush(Duration limit) throws InterruptedException {
        long left = limit.toNanos();
        lock.lock();
        try {
            // The round that goes on may be behind what is there; the one after it is not.
            long wanted = rounds + 2;
            while (rounds < wanted && left > 0 && thread.isAlive()) {
                thread.wakeUp();
                left = roundDone.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void event(StructView view) {
        event.show(view);
        if (!event.isWellFormed()) {
            malformed.increment();
            return;
        }
        gaps.see(event.cpu(), event.sequence());
        for (EventHandler each : handlers.get(event.kind())) {
            hand(each);
        }
    }

    private void hand(EventHandler handler) {
        try {
            handler.handle(event);
        } catch (RuntimeException e) {
            malformed.increment();
            if (!hasComplained) {
                hasComplained = true;
                logger.warn(
                        "An event of kind {} could not be read; it is counted", event.kind(), e);
            }
        }
    }

    /** Events that the sequence numbers say were lost. */
    long missed() {
        return gaps.missed();
    }

    /** Events that made no sense. */
    long malformed() {
        return malformed.sum();
    }

    /** Ends the thread, after a last look, and unmaps the ring. */
    @Override
    public void close() {
        thread.close();
    }
}
