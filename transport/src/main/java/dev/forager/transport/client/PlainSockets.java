// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.client;

import com.linecorp.armeria.client.Endpoint;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Deque;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Connections that wait for the next request to their address, the one that was used last first.
 * Thread-safe. Those that waited too long are closed when another one comes to wait.
 */
final class PlainSockets implements AutoCloseable {
    /** Connections that wait, to all addresses together. Chosen: that of remembered servers. */
    private static final int MAX_IDLE = 16_384;

    private static final long SWEEP_NANOS = Duration.ofSeconds(30).toNanos();

    private final long idleNanos;
    private final ConcurrentMap<Endpoint, Deque<Idle>> idle = new ConcurrentHashMap<>();
    private final Set<Socket> all = ConcurrentHashMap.newKeySet();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicLong sweptNanos = new AtomicLong(System.nanoTime());
    private volatile boolean isClosed;

    private record Idle(Socket socket, long sinceNanos) {}

    /** Connections that wait for so long at most. */
    PlainSockets(Duration idleTimeout) {
        idleNanos = idleTimeout.toNanos();
    }

    boolean isClosed() {
        return isClosed;
    }

    /** A connection that has waited; null where there is none. */
    @Nullable Socket take(Endpoint endpoint) {
        Deque<Idle> queue = idle.get(endpoint);
        if (queue == null) {
            return null;
        }
        for (Idle taken = queue.pollFirst(); taken != null; taken = queue.pollFirst()) {
            waiting.decrementAndGet();
            if (System.nanoTime() - taken.sinceNanos <= idleNanos) {
                return taken.socket;
            }
            drop(taken.socket);
        }
        return null;
    }

    /** A connection that is being made, to be closed with all others. */
    void add(Socket socket) {
        all.add(socket);
        if (isClosed) {
            drop(socket);
        }
    }

    /** Closes a connection. */
    void drop(Socket socket) {
        all.remove(socket);
        try {
            socket.close();
        } catch (IOException alreadyGone) {
            // There is nothing left of it that could be closed.
        }
    }

    /** Lets a connection wait. */
    void keep(Endpoint endpoint, Socket socket) {
        long now = System.nanoTime();
        if (isClosed || waiting.get() >= MAX_IDLE) {
            drop(socket);
            return;
        }
        waiting.incrementAndGet();
        idle.compute(
                endpoint,
                (_, queue) -> {
                    Deque<Idle> kept = queue == null ? new ConcurrentLinkedDeque<>() : queue;
                    kept.addFirst(new Idle(socket, now));
                    return kept;
                });
        if (isClosed) {
            close();
        }
        long swept = sweptNanos.get();
        if (now - swept > SWEEP_NANOS && sweptNanos.compareAndSet(swept, now)) {
            sweep(now);
        }
    }

    private void sweep(long now) {
        for (Map.Entry<Endpoint, Deque<Idle>> entry : idle.entrySet()) {
            for (Idle each : entry.getValue()) {
                if (now - each.sinceNanos > idleNanos && entry.getValue().remove(each)) {
                    waiting.decrementAndGet();
                    drop(each.socket);
                }
            }
            idle.computeIfPresent(entry.getKey(), (_, queue) -> queue.isEmpty() ? null : queue);
        }
    }

    @Override
    public void close() {
        isClosed = true;
        all.forEach(this::drop);
        idle.clear();
    }
}
