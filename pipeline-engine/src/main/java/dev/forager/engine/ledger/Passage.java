// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.ledger;

import java.util.concurrent.atomic.LongAdder;

/**
 * Items that went over one edge of the graph. What was offered and neither taken nor refused is on
 * its way. Thread-safe and without allocation.
 */
public final class Passage {
    private final LongAdder offered = new LongAdder();
    private final LongAdder taken = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private volatile boolean used;

    /** Items are handed to the consumer behind this edge. */
    public void offer(long items) {
        offered.add(items);
        if (!used) {
            used = true;
        }
    }

    /** The consumer has taken them over: it returned without a failure. */
    public void take(long items) {
        taken.add(items);
    }

    /** The consumer has not: it failed. */
    public void refuse(long items) {
        refused.add(items);
    }

    /** Items handed over so far, refused ones included. */
    public long offered() {
        return offered.sum();
    }

    /** Items taken over so far. */
    public long taken() {
        return taken.sum();
    }

    /** Items that were refused so far. */
    public long refused() {
        return refused.sum();
    }

    /** Whether anything came along, an empty payload included. */
    public boolean isUsed() {
        return used;
    }
}
