// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.sys;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;

/**
 * A ring buffer of the kernel, mapped into this process. One thread awaits and drains; {@link
 * #wakeUp} may come from any. Close it when that thread has ended: access afterwards throws.
 */
public final class RingBuffer implements AutoCloseable {
    private static final int READ = 1;
    private static final int READ_WRITE = 3;

    private final Libc libc;
    private final Arena arena = Arena.ofShared();
    private final RingReader reader;
    private final int wakeFd;
    private final int epoll;

    private RingBuffer(Libc libc, BpfMap map, long size) throws BpfException {
        this.libc = libc;
        long page = libc.pageSize();
        MemorySegment consumer = map(map, page, READ_WRITE, 0);
        MemorySegment rest = map(map, page + 2 * size, READ, page).asReadOnly();
        reader =
                new RingReader(consumer, rest.asSlice(0, page), rest.asSlice(page, 2 * size), size);
        wakeFd = libc.eventFd();
        epoll = libc.edges(map.fd(), wakeFd);
    }

    /**
     * Maps a ring.
     *
     * @param size its bytes, as it was created with
     */
    public static RingBuffer map(BpfMap map, long size) throws BpfException {
        return new RingBuffer(map.library().libc, map, size);
    }

    @SuppressWarnings("restricted") // As in NativeFunction.
    private MemorySegment map(BpfMap map, long bytes, int protection, long offset)
            throws BpfException {
        MemorySegment raw = libc.map(map.fd(), bytes, protection, offset);
        return raw.reinterpret(bytes, arena, memory -> libc.unmap(memory, bytes));
    }

    /** Blocks until a program asks for attention, {@link #wakeUp}, or the end of the time. */
    public void await(Duration limit) {
        libc.awaitEdge(epoll, Math.toIntExact(limit.toMillis()));
    }

    /** Shows what is there; how many records that were. */
    public long drain(EventSink sink) {
        return reader.drain(sink);
    }

    /** Records so far whose length made no sense. Of the draining thread. */
    public long malformed() {
        return reader.malformed();
    }

    /** Ends an {@link #await}. Thread-safe. */
    public void wakeUp() {
        libc.signal(wakeFd);
    }

    @Override
    public void close() {
        libc.close(epoll);
        libc.close(wakeFd);
        arena.close();
    }
}
