// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.client;

import static java.util.Objects.requireNonNull;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The addresses of one host, looked up by the system's resolver so that hosts file and search
 * domains count. Thread-safe. The first caller waits; afterwards callers get what is known at once
 * while a thread of its own looks again: a lookup holds its thread, which a virtual thread's
 * carrier or an event loop must not be. A failing lookup keeps the known addresses.
 */
final class HostAddresses {
    /** Age at which a lookup is repeated; the JDK's own cache has the same. */
    private static final Duration FRESH = Duration.ofSeconds(30);

    private final String host;
    private volatile List<InetAddress> known = List.of();
    private volatile long staleNanos = System.nanoTime();
    private @Nullable CompletableFuture<List<InetAddress>> lookup; // guarded by this

    /** Looks up nothing yet; an address stands for itself for ever. */
    HostAddresses(String host) {
        this.host = host;
        byte[] literal = NetUtil.createByteArrayFromIpAddressString(host);
        if (literal != null) {
            try {
                known = List.of(InetAddress.getByAddress(literal));
                staleNanos = System.nanoTime() + Long.MAX_VALUE / 2;
            } catch (UnknownHostException impossible) {
                throw new IllegalArgumentException(host, impossible);
            }
        }
    }

    /**
     * The addresses, never none.
     *
     * @param waitNanos how long the first lookup may take
     * @throws UnknownHostException when the host has none
     * @throws TimeoutException when the lookup takes longer
     */
    List<InetAddress> current(long waitNanos)
            throws UnknownHostException, TimeoutException, InterruptedException {
        List<InetAddress> now = known;
        if (!now.isEmpty()) {
            if (staleNanos - System.nanoTime() <= 0) {
                var _ = lookUp();
            }
            return now;
        }
        try {
            return lookUp().get(waitNanos, TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownHostException unknown) {
                throw unknown;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    /** Looks again at the next call: the addresses do not answer. */
    void doubt() {
        if (staleNanos - System.nanoTime() < Long.MAX_VALUE / 4) {
            staleNanos = System.nanoTime();
        }
    }

    private synchronized CompletableFuture<List<InetAddress>> lookUp() {
        CompletableFuture<List<InetAddress>> answer = lookup;
        if (answer == null) {
            answer = new CompletableFuture<>();
            lookup = answer;
            Thread.ofPlatform().daemon().name("dns-" + host).start(this::ask);
        }
        return answer;
    }

    private void ask() {
        try {
            List<InetAddress> found = List.of(InetAddress.getAllByName(host));
            known = found;
            finish().complete(found);
        } catch (UnknownHostException e) {
            finish().completeExceptionally(e);
        }
    }

    private synchronized CompletableFuture<List<InetAddress>> finish() {
        staleNanos = System.nanoTime() + FRESH.toNanos();
        CompletableFuture<List<InetAddress>> answer = requireNonNull(lookup, "lookup");
        lookup = null;
        return answer;
    }
}
