// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.client;

import com.linecorp.armeria.client.proxy.ProxyConfig;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.SessionProtocol;
import dev.forager.pipeline.Deadline;
import dev.forager.transport.TlsMaterial;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * The way to one server: its connections, directly or through a proxy, and how many there may be.
 * Thread-safe.
 */
final class HttpRoute implements AutoCloseable {
    private final HttpTarget target;
    private final boolean isHttp2;
    private final Connections connections;
    private final Caller caller;
    private final @Nullable Semaphore permits;

    private HttpRoute(
            HttpClientConfig config,
            HttpTarget target,
            int maxAnswerBytes,
            ProxyConfig proxy,
            @Nullable TlsMaterial tls) {
        this.target = target;
        SessionProtocol protocol = protocol(config, target);
        isHttp2 = protocol == SessionProtocol.HTTPS;
        connections =
                new Connections(
                        new Connections.Options(
                                protocol,
                                tls,
                                proxy,
                                config.idleTimeout(),
                                config.http2ReadIdleTimeout(),
                                config.keepsConnections(),
                                false));
        caller =
                new Caller(connections, addresses(config, target, protocol, proxy), maxAnswerBytes);
        permits =
                config.maxConnsPerHost() == 0 || isHttp2
                        ? null
                        : new Semaphore(config.maxConnsPerHost());
    }

    /**
     * The way to a server; nothing is connected yet.
     *
     * @param environment to look for a proxy in
     * @throws IOException when TLS files cannot be read
     */
    static HttpRoute open(
            HttpClientConfig config,
            HttpTarget target,
            int maxAnswerBytes,
            Logger log,
            Map<String, String> environment)
            throws IOException {
        TlsMaterial tls = target.isTls() ? TlsMaterial.forClient(config.tls(), log) : null;
        ProxyConfig proxy =
                ProxyChoice.of(
                        config.proxyUrl(),
                        target.isTls(),
                        target.host(),
                        target.port(),
                        environment);
        return new HttpRoute(config, target, maxAnswerBytes, proxy, tls);
    }

    private static SessionProtocol protocol(HttpClientConfig config, HttpTarget target) {
        if (!target.isTls()) {
            return SessionProtocol.H1C;
        }
        return config.forceAttemptHttp2() ? SessionProtocol.HTTPS : SessionProtocol.H1;
    }

    private static Addresses addresses(
            HttpClientConfig config,
            HttpTarget target,
            SessionProtocol protocol,
            ProxyConfig proxy) {
        PlainProxy plain = PlainProxy.of(protocol, proxy);
        if (plain != null) {
            return plain.addresses();
        }
        if (proxy.proxyType().isForwardProxy()) {
            return Addresses.behindProxy(target.host(), target.port());
        }
        String name = config.tls().serverNameOverride();
        return Addresses.ofHost(
                target.host(), target.port(), name == null ? target.host() : name, false);
    }

    /** One exchange, once a connection may be used. */
    Answer call(RequestHeaders request, HttpData[] body, @Nullable Deadline deadline)
            throws NetworkException {
        if (permits == null) {
            return caller.call(request, body, deadline);
        }
        acquire(permits, deadline);
        try {
            return caller.call(request, body, deadline);
        } finally {
            permits.release();
        }
    }

    private static void acquire(Semaphore permits, @Nullable Deadline deadline)
            throws NetworkException {
        long nanos = deadline == null ? Long.MAX_VALUE : deadline.remaining().toNanos();
        try {
            if (!permits.tryAcquire(nanos, TimeUnit.NANOSECONDS)) {
                throw new NetworkException(
                        NetworkException.Kind.TIMEOUT,
                        "context deadline exceeded while waiting for a connection"
                                + " (max_conns_per_host)",
                        null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NetworkException(NetworkException.Kind.INTERRUPTED, "shutting down", e);
        }
    }

    /** The server. */
    HttpTarget target() {
        return target;
    }

    /** Whether the server is offered HTTP/2. */
    boolean isHttp2() {
        return isHttp2;
    }

    /** Reads the files of its TLS section again, for new connections. */
    void reread() {
        connections.reread();
    }

    /** Closes the connections; calls under way fail as retryable. */
    @Override
    public void close() {
        connections.close();
    }
}
