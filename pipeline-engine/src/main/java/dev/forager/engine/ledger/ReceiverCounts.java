// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.ledger;

import java.util.concurrent.atomic.LongAdder;

/**
 * What one receiver brought of one signal over one transport. Thread-safe and without allocation.
 */
public final class ReceiverCounts {
    private final LongAdder accepted = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private volatile boolean used;

    /** The pipelines took the items. */
    public void accept(long items) {
        accepted.add(items);
        use();
    }

    /** A pipeline refused them, and the sender was told so. */
    public void refuse(long items) {
        refused.add(items);
        use();
    }

    /** They were lost to a fault of this program. */
    public void fail(long items) {
        failed.add(items);
        use();
    }

    /** Items that the pipelines took. */
    public long accepted() {
        return accepted.sum();
    }

    /** Items that a pipeline refused. */
    public long refused() {
        return refused.sum();
    }

    /** Items lost to a fault of this program. */
    public long failed() {
        return failed.sum();
    }

    /** Whether there was a request: the counters appear with the first one, all three at once. */
    public boolean isUsed() {
        return used;
    }

    private void use() {
        if (!used) {
            used = true;
        }
    }
}
