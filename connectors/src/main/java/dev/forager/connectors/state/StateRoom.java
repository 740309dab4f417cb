// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.connectors.state;

import dev.forager.pipeline.config.ByteSize;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory that a connector may take for what it remembers, and how much it does. Thread-safe.
 */
public final class StateRoom {
    /** One in so many bytes of the heap, where the configuration names no size (chosen). */
    private static final int SHARE = 4;

    private final long maxBytes;
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong entries = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();

    /** Room for so many bytes; 0 for a quarter of the heap. */
    public StateRoom(ByteSize size) {
        long most = size.bytes();
        maxBytes = most > 0 ? most : Runtime.getRuntime().maxMemory() / SHARE;
    }

    /** Takes room for a new entry; false, with nothing taken but counted, when there is none. */
    public boolean enter(long size) {
        if (bytes.addAndGet(size) > maxBytes) {
            bytes.addAndGet(-size);
            refused.incrementAndGet();
            return false;
        }
        entries.incrementAndGet();
        return true;
    }

    /** An entry that grew beyond what it entered with; never refused, since it is there. */
    public void grow(long more) {
        bytes.addAndGet(more);
    }

    /** Gives the room of an entry back. */
    public void leave(long size) {
        bytes.addAndGet(-size);
        entries.decrementAndGet();
    }

    /** Something was turned away for a bound other than bytes. */
    public void refuse() {
        refused.incrementAndGet();
    }

    /** Entries now. */
    public long entries() {
        return entries.get();
    }

    /** Bytes taken now, estimated. */
    public long bytes() {
        return bytes.get();
    }

    /** Items so far that found no room. */
    public long refused() {
        return refused.get();
    }
}
