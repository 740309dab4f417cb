// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.tailsampling;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A timer wheel: traces by the tick at which they are due, in slots that are used again and again.
 * Adding, moving and removing take the same time however many there are. Guarded by its shard.
 *
 * <p>A trace that is due later than one turn of the wheel stays in its slot for another turn.
 *
 * @see <a href="https://doi.org/10.1145/41457.37504">Varghese and Lauck, Hashed and Hierarchical
 *     Timing Wheels, scheme 6</a>
 */
final class DecisionTimer {
    private static final int MOST_SLOTS = 4096;

    private final long originNanos;
    private final long tickNanos;
    private final @Nullable HeldTrace[] slots;

    /** The first tick that is not yet worked off. */
    private long cursor;

    /**
     * A wheel.
     *
     * @param horizonNanos how far ahead traces are mostly due
     */
    DecisionTimer(long originNanos, long tickNanos, long horizonNanos) {
        this.originNanos = originNanos;
        this.tickNanos = tickNanos;
        long wanted = Math.min(MOST_SLOTS, horizonNanos / tickNanos + 2);
        slots = new HeldTrace[(int) Long.highestOneBit(2 * wanted - 1)];
    }

    void add(HeldTrace trace, long dueNanos) {
        long tick = Math.ceilDiv(dueNanos - originNanos, tickNanos);
        trace.dueTick = Math.max(cursor, tick);
        trace.isInTimer = true;
        int slot = slot(trace.dueTick);
        HeldTrace first = slots[slot];
        trace.timerPrevious = null;
        trace.timerNext = first;
        if (first != null) {
            first.timerPrevious = trace;
        }
        slots[slot] = trace;
    }

    /** Makes a trace due earlier; no effect where it is due by then anyway. */
    void moveEarlier(HeldTrace trace, long dueNanos) {
        if (trace.isInTimer && Math.ceilDiv(dueNanos - originNanos, tickNanos) < trace.dueTick) {
            remove(trace);
            add(trace, dueNanos);
        }
    }

    void remove(HeldTrace trace) {
        if (!trace.isInTimer) {
            return;
        }
        HeldTrace previous = trace.timerPrevious;
        HeldTrace next = trace.timerNext;
        if (previous == null) {
            slots[slot(trace.dueTick)] = next;
        } else {
            previous.timerNext = next;
        }
        if (next != null) {
            next.timerPrevious = previous;
        }
        trace.timerPrevious = null;
        trace.timerNext = null;
        trace.isInTimer = false;
    }

    /** Takes traces that are due, up to {@code most}; fewer mean that there are no more now. */
    void takeDue(long nowNanos, int most, List<HeldTrace> out) {
        long now = Math.floorDiv(nowNanos - originNanos, tickNanos);
        // After a long pause one turn of the wheel sees every trace.
        cursor = Math.max(cursor, now - slots.length + 1);
        while (cursor <= now) {
            if (!takeSlot(now, most, out)) {
                return;
            }
            cursor++;
        }
    }

    /** False when there may be more in this slot. */
    private boolean takeSlot(long now, int most, List<HeldTrace> out) {
        HeldTrace trace = slots[slot(cursor)];
        while (trace != null) {
            HeldTrace next = trace.timerNext;
            if (trace.dueTick <= now) {
                if (out.size() >= most) {
                    return false;
                }
                remove(trace);
                out.add(trace);
            }
            trace = next;
        }
        return true;
    }

    private int slot(long tick) {
        return (int) tick & slots.length - 1;
    }
}
