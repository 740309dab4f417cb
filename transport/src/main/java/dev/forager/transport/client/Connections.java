// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.client;

import com.linecorp.armeria.client.ClientFactory;
import com.linecorp.armeria.client.ClientFactoryBuilder;
import com.linecorp.armeria.client.ClientFactoryOptions;
import com.linecorp.armeria.client.ClientRequestContext;
import com.linecorp.armeria.client.Endpoint;
import com.linecorp.armeria.client.HttpClient;
import com.linecorp.armeria.client.RequestOptions;
import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.client.proxy.ProxyConfig;
import com.linecorp.armeria.common.Flags;
import com.linecorp.armeria.common.Http1HeaderNaming;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.SessionProtocol;
import com.linecorp.armeria.common.util.TransportType;
import dev.forager.transport.TcpKeepalive;
import dev.forager.transport.TlsMaterial;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.util.AttributeKey;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one client, on the event loops that the whole process shares. Thread-safe.
 * Armeria opens them when they are needed and keeps them by address.
 */
final class Connections implements AutoCloseable {
    /** Longest wait for TCP and TLS handshakes; leaves time for a second address. Chosen. */
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);

    /**
     * A connection whose data is not acknowledged for so long is dead; gRPC's value (<a
     * href="https://github.com/grpc/proposal/blob/master/A18-tcp-user-timeout.md">A18</a>).
     */
    private static final int TCP_USER_TIMEOUT_MILLIS = 20_000;

    /** Addresses whose clients are kept; beyond, all are made anew. */
    private static final int MAX_CLIENTS = 256;

    /** Most that a server may send as headers or trailers; status details travel there. Chosen. */
    private static final int MAX_HEADER_BYTES = 64 * 1024;

    /** The path of a request as it is written on the wire, where Armeria would change it. */
    private static final AttributeKey<String> WIRE_PATH =
            AttributeKey.valueOf(Connections.class, "WIRE_PATH");

    private final SessionProtocol protocol;
    private final ClientFactory factory;
    private final @Nullable TlsMaterial tls;
    private final @Nullable PlainProxy plainProxy;
    private final int maxClients;
    private final ConcurrentMap<Endpoint, WebClient> clients = new ConcurrentHashMap<>();

    /**
     * How connections behave.
     *
     * @param idleTimeout zero is no limit
     * @param pingInterval of HTTP/2; zero is never
     * @param isReused whether a connection serves more than one request
     * @param isSocketFile whether they go to a Unix socket
     */
    record Options(
            SessionProtocol protocol,
            @Nullable TlsMaterial tls,
            ProxyConfig proxy,
            Duration idleTimeout,
            Duration pingInterval,
            boolean isReused,
            boolean isSocketFile) {}

    Connections(Options options) {
        this(options, MAX_CLIENTS);
    }

    /** Connections to more addresses than a single server has. */
    Connections(Options options, int maxClients) {
        this.maxClients = maxClients;
        protocol = options.protocol;
        tls = options.tls;
        plainProxy = PlainProxy.of(protocol, options.proxy);
        ClientFactoryBuilder builder =
                ClientFactory.builder()
                        .connectTimeout(CONNECT_TIMEOUT)
                        .idleTimeoutMillis(options.idleTimeout.toMillis())
                        .pingIntervalMillis(pingMillis(options.pingInterval))
                        .http2MaxHeaderListSize(MAX_HEADER_BYTES)
                        .http1MaxHeaderSize(MAX_HEADER_BYTES)
                        .http1HeaderNaming(Http1HeaderNaming.traditional())
                        .proxyConfig(plainProxy == null ? options.proxy : ProxyConfig.direct());
        builder.option(
                ClientFactoryOptions.CHANNEL_PIPELINE_CUSTOMIZER,
                plainProxy == null ? TunnelRefusals::prepare : plainProxy::prepare);
        if (!options.isReused) {
            builder.maxNumRequestsPerConnection(1);
        }
        if (!options.isSocketFile) {
            TcpKeepalive.OPENED.applyTo(builder);
            if (Flags.transportType() == TransportType.EPOLL) {
                builder.channelOption(EpollChannelOption.TCP_USER_TIMEOUT, TCP_USER_TIMEOUT_MILLIS);
            }
        }
        if (tls != null) {
            tls.applyTo(builder);
        }
        factory = builder.build();
    }

    /** Armeria takes no interval between zero and a second. */
    private static long pingMillis(Duration interval) {
        return interval.isZero() ? 0 : Math.max(1000, interval.toMillis());
    }

    /** The client of one address. */
    private WebClient to(Endpoint endpoint) {
        WebClient client = clients.get(endpoint);
        if (client != null) {
            return client;
        }
        if (clients.size() >= maxClients) {
            clients.clear();
        }
        return clients.computeIfAbsent(endpoint, this::client);
    }

    /**
     * Sends a request with its path as it stands: Armeria's own way makes a plus of {@code %20} in
     * queries.
     */
    HttpResponse send(Endpoint endpoint, HttpRequest request) {
        String path = request.path();
        return path.indexOf('%') < 0
                ? to(endpoint).execute(request)
                : to(endpoint)
                        .execute(request, RequestOptions.builder().attr(WIRE_PATH, path).build());
    }

    private static HttpResponse withWirePath(
            HttpClient next, ClientRequestContext context, HttpRequest request) throws Exception {
        String path = context.attr(WIRE_PATH);
        if (path == null) {
            return next.execute(context, request);
        }
        HttpRequest exact = request.withHeaders(request.headers().toBuilder().path(path));
        context.updateRequest(exact);
        return next.execute(context, exact);
    }

    /** Says of a failure to connect that it was the proxy that could not be reached. */
    NetworkException throughProxy(NetworkException failure) {
        return plainProxy == null || failure.kind() != NetworkException.Kind.CONNECT
                ? failure
                : new NetworkException(
                        failure.kind(), "proxyconnect tcp: " + failure.text(), failure.getCause());
    }

    /** Timeouts and lengths are kept by {@link Caller}, which also knows what to say then. */
    private WebClient client(Endpoint endpoint) {
        return WebClient.builder(protocol, endpoint)
                .factory(factory)
                .decorator(Connections::withWirePath)
                .responseTimeoutMillis(0)
                .writeTimeoutMillis(0)
                .maxResponseLength(0)
                .build();
    }

    /** Reads the files of its TLS section again, for new connections. */
    void reread() {
        if (tls != null) {
            tls.reread();
        }
    }

    @Override
    public void close() {
        factory.close();
        if (tls != null) {
            tls.close();
        }
    }
}
