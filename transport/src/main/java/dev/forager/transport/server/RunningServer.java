// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.server;

import com.linecorp.armeria.common.util.DomainSocketAddress;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.ServerPort;
import dev.forager.transport.ListenTransport;
import dev.forager.transport.TcpKeepalive;
import dev.forager.transport.TlsMaterial;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A server that listens. Thread-safe. */
public final class RunningServer {
    /** Chosen: for closing the sockets that listen, which waits for nobody. */
    private static final Duration LAST_STEPS = Duration.ofSeconds(1);

    private final Server server;
    private final ListenAddress where;
    private final Parts parts;

    /** What a server is made of. */
    record Parts(
            ServerRuntime runtime,
            Gate gate,
            OpenConnections connections,
            @Nullable TlsMaterial tls) {}

    private RunningServer(Server server, ListenAddress where, Parts parts) {
        this.server = server;
        this.where = where;
        this.parts = parts;
    }

    /** Binds; on failure nothing is left open. */
    static RunningServer start(ServerBuilder builder, ListenAddress where, Parts parts)
            throws IOException {
        InetSocketAddress address = where.resolve();
        if (!(address instanceof DomainSocketAddress)) {
            TcpKeepalive.ACCEPTED.applyTo(builder);
        }
        Server server =
                (parts.tls == null ? builder.http(address) : builder.https(address)).build();
        try {
            server.start().join();
        } catch (CompletionException e) {
            server.close();
            parts.runtime.stop(Duration.ZERO);
            throw where.bindFailure(address, e);
        }
        return new RunningServer(server, where, parts);
    }

    /** The port that it listens on; -1 for a socket file. */
    public int port() {
        ServerPort port = server.activePort();
        return port == null || port.isDomainSocket() ? -1 : port.localAddress().getPort();
    }

    /** What it is bound to as Go writes an address: {@code [::]:4317}, or the path of a file. */
    public String address() {
        ServerPort port = server.activePort();
        if (port == null) {
            return "";
        }
        InetSocketAddress local = port.localAddress();
        if (local instanceof DomainSocketAddress file) {
            return file.path();
        }
        if (local.getAddress().isAnyLocalAddress()) {
            boolean ipv4 = where.transport() == ListenTransport.TCP4;
            return (ipv4 ? "0.0.0.0:" : "[::]:") + local.getPort();
        }
        return NetUtil.toSocketAddressString(local);
    }

    /**
     * Refuses new requests, waits for those under way, closes. Requests that are still running when
     * {@code limit} is over are interrupted and their connections closed. May come twice.
     */
    public void stop(Duration limit) {
        long start = System.nanoTime();
        parts.gate.drain();
        parts.connections.sayGoodbye();
        try {
            boolean answered = within(limit, start, parts.gate.drained());
            boolean closed = answered && within(limit, start, parts.connections.close());
            if (!closed) {
                parts.runtime.log().warn("The server was stopped with requests under way");
                parts.connections.cut();
            }
            within(LAST_STEPS, System.nanoTime(), server.stop());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Duration left = left(limit, start);
        parts.runtime.stop(left);
        if (parts.tls != null) {
            parts.tls.close();
        }
    }

    /** Reads the files of its TLS section again, for new connections. */
    public void reread() {
        if (parts.tls != null) {
            parts.tls.reread();
        }
    }

    private static boolean within(Duration limit, long start, Future<?> end)
            throws InterruptedException {
        try {
            end.get(left(limit, start).toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException | ExecutionException late) {
            return false;
        }
    }

    private static Duration left(Duration limit, long start) {
        Duration left = limit.minusNanos(System.nanoTime() - start);
        return left.isNegative() ? Duration.ZERO : left;
    }
}
