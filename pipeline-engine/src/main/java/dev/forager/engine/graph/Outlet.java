// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.graph;

import dev.forager.pdata.Telemetry;
import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Consumer;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.Deadline;
import java.lang.invoke.VarHandle;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * The way out of a component, whose target a reload may exchange while requests run. Requests that
 * went in before finish in the former target; {@link Lane#awaitEmpty} tells when they have.
 * Thread-safe; {@link #connect} is for one thread.
 *
 * <p><b>Cost.</b> One volatile read a request, a plain load on today's processors, and not one an
 * item: the read has to be fresh, since after {@link #connect} has returned nobody may go in by the
 * former target unseen. Two striped counters tell who is inside. They stay uncontended where a lock
 * or one shared counter would not, and take some nanoseconds of the tens of microseconds that the
 * smallest request takes.
 */
final class Outlet implements Consumer {
    private volatile Lane lane = new Lane(new NoTarget("the component is not connected yet"));

    /** One target and the requests inside it. Thread-safe. */
    static final class Lane {
        /** Chosen: waiting is polling, so that a request pays nothing to wake anybody. */
        private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

        private final Consumer target;
        private final LongAdder entered = new LongAdder();
        private final LongAdder left = new LongAdder();

        Lane(Consumer target) {
            this.target = target;
        }

        /** Waits for the requests inside to leave; false when some are still inside. */
        boolean awaitEmpty(Deadline deadline) {
            while (!isEmpty()) {
                if (deadline.isPast() || Thread.currentThread().isInterrupted()) {
                    return false;
                }
                LockSupport.parkNanos(POLL_NANOS);
            }
            return true;
        }

        /** Whether nobody is inside; for a lane that nobody enters any more. */
        boolean isEmpty() {
            // Both only grow. Read in this order, equal sums mean that at one moment between the
            // two reads nobody was inside; one counter up and down could be read as empty too soon.
            long gone = left.sum();
            return gone == entered.sum();
        }
    }

    /** Sends what comes from now on to {@code target}; the lane of what came before. */
    Lane connect(Consumer target) {
        Lane former = lane;
        lane = new Lane(target);
        // Pairs with the fence in enter(): whoever is not seen inside by now sees the new lane.
        VarHandle.fullFence();
        return former;
    }

    @Override
    public void consume(Telemetry telemetry, Context context) throws ConsumeException {
        Lane mine = enter();
        try {
            mine.target.consume(telemetry, context);
        } finally {
            mine.left.increment();
        }
    }

    private Lane enter() {
        while (true) {
            Lane present = lane;
            present.entered.increment();
            VarHandle.fullFence();
            if (present == lane) {
                return present;
            }
            present.left.increment();
        }
    }
}
