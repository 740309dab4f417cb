// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.server;

import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServerBuilder;
import dev.forager.pipeline.Host;
import dev.forager.pipeline.RpcStatus;
import dev.forager.pipeline.ServerAuthenticator;
import dev.forager.transport.AuthConfig;
import dev.forager.transport.HttpServerConfig;
import dev.forager.transport.StatusMapping;
import dev.forager.transport.TlsMaterial;
import dev.forager.transport.codec.DecodeLimits;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** An HTTP server in the making: routes first, then {@link #start}. Confined to one thread. */
public final class HttpServer {
    private static final Fallback UNKNOWN =
            new Fallback(_ -> ErrorAnswers.plain(HttpStatus.NOT_FOUND, "404 page not found"));

    private final HttpServerConfig config;
    private final ServerSettings settings;
    private final ErrorAnswers errors;
    private final ServerRuntime runtime;
    private final Map<String, HttpService> routes = new LinkedHashMap<>();
    private final Map<String, HttpService> trees = new LinkedHashMap<>();
    private Fallback unknown = UNKNOWN;

    /** 0 is as many as every server takes. */
    private int maxConnections;

    private HttpServer(HttpServerConfig config, ServerSettings settings, ErrorAnswers errors) {
        this.config = config;
        this.settings = settings;
        this.errors = errors;
        this.runtime =
                new ServerRuntime(settings, "http", new Peers(config.includeMetadata(), "host"));
    }

    /**
     * A server without routes.
     *
     * @param errors how refusals are told
     */
    public static HttpServer of(
            HttpServerConfig config, ServerSettings settings, ErrorAnswers errors) {
        return new HttpServer(config, settings, errors);
    }

    /**
     * Takes messages by POST on exactly {@code path}, in any of some formats.
     *
     * @param isServed asked for each request: while it says no, there is no such path
     * @param head what is asked of a request's headers
     */
    public HttpServer messages(
            String path, BooleanSupplier isServed, HeadCheck head, HttpFormat... formats) {
        var encodings = new Encodings(config.compressionAlgorithms());
        var service =
                new HttpMessageService(
                        runtime, errors, encodings, maxBytes(), head, List.of(formats));
        return route(path, new TemporaryRoute(isServed, service, UNKNOWN));
    }

    private int maxBytes() {
        long most = config.maxRequestBodySize();
        return most < 0 || most > DecodeLimits.LARGEST ? DecodeLimits.LARGEST : (int) most;
    }

    /** Takes bodies by POST on exactly {@code path}; the handler makes the answers. */
    public HttpServer bodies(String path, BodyHandler handler) {
        var encodings = new Encodings(config.compressionAlgorithms());
        return route(path, new BodyService(runtime, errors, encodings, maxBytes(), handler));
    }

    /** Takes messages by POST on exactly {@code path}, always. */
    public HttpServer messages(String path, HttpFormat... formats) {
        return messages(path, () -> true, HeadCheck.NONE, formats);
    }

    /** Serves exactly {@code path} by a service of the caller, which must not block. */
    public HttpServer route(String path, HttpService service) {
        if (routes.putIfAbsent(path, service) != null) {
            throw new IllegalArgumentException("path: %s (expected: one route)".formatted(path));
        }
        return this;
    }

    /**
     * Serves pages on {@code path} and, where it ends with a slash, on all below it that has no
     * route of its own, as Go's mux.
     */
    public HttpServer pages(String path, PageHandler handler) {
        var service = new PageService(runtime, handler);
        if (!path.endsWith("/")) {
            return route(path, service);
        }
        if (trees.putIfAbsent(path, service) != null) {
            throw new IllegalArgumentException("path: %s (expected: one route)".formatted(path));
        }
        return this;
    }

    /** Takes at most so many connections at once. */
    public HttpServer maxConnections(int most) {
        maxConnections = most;
        return this;
    }

    /**
     * Tells gRPC clients that they are at the wrong port, retryably, as they find it at a server
     * without HTTP/2: a 404 means {@code UNIMPLEMENTED} to them, and they give their data up (<a
     * href="https://github.com/grpc/grpc/blob/master/doc/http-grpc-status-mapping.md">mapping</a>).
     *
     * @param advice where to go instead
     */
    public HttpServer withoutGrpc(String advice) {
        var elsewhere = new RpcStatus(StatusMapping.UNAVAILABLE, advice, null);
        unknown =
                new Fallback(
                        request ->
                                GrpcRequests.isGrpc(request.headers())
                                        ? GrpcAnswers.error(elsewhere)
                                        : UNKNOWN.answer().apply(request));
        return this;
    }

    /**
     * Listens.
     *
     * @param host knows the authenticator that the configuration names
     * @throws IOException when the address is taken or none, or a TLS file is unsound
     * @throws IllegalArgumentException when there is no such authenticator
     */
    public RunningServer start(Host host) throws IOException {
        AuthConfig auth = config.auth();
        var peers = runtime.peers();
        var cors = config.cors();
        var gate =
                new Gate(
                        runtime,
                        errors,
                        cors == null || cors.allowedOrigins().isEmpty()
                                ? null
                                : new CorsPolicy(cors),
                        authenticator(auth, host),
                        new Credentials(peers, auth == null ? List.of() : auth.requestParams()),
                        HttpTimeouts.of(config),
                        RequestMetrics.http(settings.meter(), routes.keySet()),
                        RequestSpans.http(settings.tracing(), routes.keySet()));
        var connections = new OpenConnections();
        ServerBuilder builder = ServerDefaults.builder(gate, connections);
        if (maxConnections > 0) {
            builder.maxNumConnections(maxConnections);
        }
        routes.forEach((path, service) -> builder.service(ServerDefaults.exactly(path), service));
        trees.putIfAbsent("/", unknown);
        trees.forEach(builder::serviceUnder);
        config.responseHeaders()
                .values()
                .forEach((name, value) -> builder.setHeader(name, value.reveal()));
        if (!config.reusesConnections()) {
            builder.maxNumRequestsPerConnection(1);
        }
        TlsMaterial tls =
                config.tls() == null ? null : TlsMaterial.forServer(config.tls(), settings.log());
        if (tls != null) {
            tls.applyTo(builder);
            var handshakes = new TlsHandshakes(settings.log(), "http");
            builder.childChannelPipelineCustomizer(handshakes::add);
        }
        var where = new ListenAddress(config.transport(), config.endpoint());
        return RunningServer.start(
                builder, where, new RunningServer.Parts(runtime, gate, connections, tls));
    }

    static @Nullable ServerAuthenticator authenticator(@Nullable AuthConfig auth, Host host) {
        return auth == null
                ? null
                : host.extension(auth.authenticator(), ServerAuthenticator.class);
    }
}
