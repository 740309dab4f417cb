// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.client;

import com.linecorp.armeria.client.Endpoint;
import com.linecorp.armeria.common.util.DomainSocketAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The addresses that a request may go to, in the order in which to try them. Thread-safe. With
 * {@code round_robin} each request begins at the next one, with {@code pick_first} at the one that
 * worked last. An address that did not answer is tried last for a while.
 */
final class Addresses {
    /** How long an address that did not answer stands behind the others. Chosen. */
    private static final long SHUNNED_NANOS = Duration.ofSeconds(10).toNanos();

    private final @Nullable HostAddresses host;
    private final List<Endpoint> fixed;
    private final String name;
    private final int port;
    private final boolean isRoundRobin;
    private final AtomicInteger turn = new AtomicInteger();
    private final ConcurrentMap<Endpoint, Long> shunnedSinceNanos = new ConcurrentHashMap<>();
    private volatile List<InetAddress> addresses = List.of();
    private volatile List<Endpoint> endpoints = List.of();

    private Addresses(
            @Nullable HostAddresses host,
            List<Endpoint> fixed,
            String name,
            int port,
            boolean isRoundRobin) {
        this.host = host;
        this.fixed = fixed;
        this.name = name;
        this.port = port;
        this.isRoundRobin = isRoundRobin;
    }

    /**
     * All addresses of a host.
     *
     * @param name what TLS asks for and verifies
     */
    static Addresses ofHost(String host, int port, String name, boolean isRoundRobin) {
        return new Addresses(new HostAddresses(host), List.of(), name, port, isRoundRobin);
    }

    /** A host that a proxy looks up. */
    static Addresses behindProxy(String host, int port) {
        return new Addresses(null, List.of(Endpoint.unsafeCreate(host, port)), host, port, false);
    }

    /** Addresses that never change. */
    static Addresses ofEndpoints(List<Endpoint> endpoints, boolean isRoundRobin) {
        return new Addresses(null, List.copyOf(endpoints), "", 0, isRoundRobin);
    }

    static Addresses ofSocketFile(String path) {
        return new Addresses(
                null,
                List.of(Endpoint.of(DomainSocketAddress.of(Path.of(path)))),
                "localhost",
                0,
                false);
    }

    /** The path of an endpoint made by {@link #ofSocketFile}. */
    static String socketFile(Endpoint endpoint) {
        return endpoint.toSocketAddress(0) instanceof DomainSocketAddress address
                ? address.path()
                : endpoint.host();
    }

    /** Where to try, never empty; see {@link HostAddresses#current}. */
    List<Endpoint> inOrder(long waitNanos)
            throws UnknownHostException, TimeoutException, InterruptedException {
        List<Endpoint> all = host == null ? fixed : endpoints(host.current(waitNanos));
        if (all.size() == 1) {
            return all;
        }
        int first = isRoundRobin ? Math.floorMod(turn.getAndIncrement(), all.size()) : 0;
        var order = new ArrayList<Endpoint>(all.size());
        var shunned = new ArrayList<Endpoint>();
        for (int i = 0; i < all.size(); i++) {
            Endpoint endpoint = all.get((first + i) % all.size());
            (isShunned(endpoint) ? shunned : order).add(endpoint);
        }
        order.addAll(shunned);
        return order;
    }

    /** There was no connection to be had. */
    void failed(Endpoint endpoint) {
        shunnedSinceNanos.put(endpoint, System.nanoTime());
        if (host != null) {
            host.doubt();
        }
    }

    /** It answered. */
    void worked(Endpoint endpoint) {
        if (!shunnedSinceNanos.isEmpty()) {
            shunnedSinceNanos.remove(endpoint);
        }
    }

    private boolean isShunned(Endpoint endpoint) {
        Long since = shunnedSinceNanos.get(endpoint);
        return since != null && System.nanoTime() - since < SHUNNED_NANOS;
    }

    /** Kept as long as the addresses are the same, since an endpoint is a key of connections. */
    private List<Endpoint> endpoints(List<InetAddress> now) {
        if (now.equals(addresses)) {
            return endpoints;
        }
        List<Endpoint> fresh =
                now.stream()
                        .map(each -> Endpoint.unsafeCreate(name, port).withInetAddress(each))
                        .toList();
        shunnedSinceNanos.keySet().retainAll(fresh);
        endpoints = fresh;
        addresses = now;
        return fresh;
    }
}
