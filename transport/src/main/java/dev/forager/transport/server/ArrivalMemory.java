// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Memory outside of the heap for large bodies while they arrive. Thread-safe. */
final class ArrivalMemory {
    /**
     * A quarter of what the launcher gives to direct buffers, which is a third of the heap: sockets
     * and compression need the rest.
     */
    private static final long LIMIT = Runtime.getRuntime().maxMemory() / 12;

    private static final AtomicLong TAKEN = new AtomicLong();

    private ArrivalMemory() {}

    /**
     * A buffer for up to {@code most} bytes, or null when there is no room; goes back by {@link
     * #giveBack}.
     */
    static @Nullable ByteBuf take(int initial, int most) {
        if (TAKEN.addAndGet(most) > LIMIT) {
            TAKEN.addAndGet(-most);
            return null;
        }
        return ByteBufAllocator.DEFAULT.directBuffer(initial, most);
    }

    /** Releases a buffer of {@link #take}. */
    static void giveBack(ByteBuf buffer) {
        TAKEN.addAndGet(-buffer.maxCapacity());
        buffer.release();
    }

    /** Bytes that are taken now. */
    static long taken() {
        return TAKEN.get();
    }
}
