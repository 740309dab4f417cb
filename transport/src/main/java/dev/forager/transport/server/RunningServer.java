// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.server;

import com.linecorp.armeria.common.util.DomainSocketAddress;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.ServerPort;
import dev.forager.transport.TlsMaterial;
import io.netty.channel.ChannelOption;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A server that listens. Thread-safe. */
public final class RunningServer {
    private final Server server;
    private final ServerRuntime runtime;
    private final Gate gate;
    private final @Nullable TlsMaterial tls;

    private RunningServer(
            Server server, ServerRuntime runtime, Gate gate, @Nullable TlsMaterial tls) {
        this.server = server;
        this.runtime = runtime;
        this.gate = gate;
        this.tls = tls;
    }

    /** Binds; on failure nothing is left open. */
    static RunningServer start(
            ServerBuilder builder,
            ListenAddress where,
            ServerRuntime runtime,
            Gate gate,
            @Nullable TlsMaterial tls)
            throws IOException {
        InetSocketAddress address = where.resolve();
        if (!(address instanceof DomainSocketAddress)) {
            // Half-open peers are found by the system, as with Go's listeners.
            builder.childChannelOption(ChannelOption.SO_KEEPALIVE, true);
        }
        Server server = (tls == null ? builder.http(address) : builder.https(address)).build();
        try {
            server.start().join();
        } catch (CompletionException e) {
            server.close();
            runtime.stop(Duration.ZERO);
            throw where.bindFailure(address, e);
        }
        return new RunningServer(server, runtime, gate, tls);
    }

    /** The port that it listens on; -1 for a socket file. */
    public int port() {
        ServerPort port = server.activePort();
        return port == null || port.isDomainSocket() ? -1 : port.localAddress().getPort();
    }

    /**
     * Refuses new requests, waits for those under way, closes. Requests that are still running when
     * {@code limit} is over are interrupted and their connections closed. May come twice.
     */
    public void stop(Duration limit) {
        long start = System.nanoTime();
        gate.drain();
        var stopped = server.stop();
        try {
            stopped.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException late) {
            runtime.log().warn("The server was stopped with requests under way");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Duration left = limit.minusNanos(System.nanoTime() - start);
        runtime.stop(left.isNegative() ? Duration.ZERO : left);
        if (tls != null) {
            tls.close();
        }
    }
}
