// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.server;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServerBuilder;
import dev.forager.pipeline.Host;
import dev.forager.pipeline.RpcStatus;
import dev.forager.transport.AuthConfig;
import dev.forager.transport.GrpcServerConfig;
import dev.forager.transport.StatusMapping;
import dev.forager.transport.TlsMaterial;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** A gRPC server in the making: methods first, then {@link #start}. Confined to one thread. */
public final class GrpcServer {
    private final GrpcServerConfig config;
    private final ServerSettings settings;
    private final ServerRuntime runtime;
    private final Map<String, HttpService> methods = new LinkedHashMap<>();
    private final Map<String, BooleanSupplier> services = new HashMap<>();

    private final Fallback unknown = new Fallback(this::unknown);

    private GrpcServer(GrpcServerConfig config, ServerSettings settings) {
        this.config = config;
        this.settings = settings;
        this.runtime =
                new ServerRuntime(
                        settings, "grpc", new Peers(config.includeMetadata(), ":authority"));
    }

    /** A server without methods. */
    public static GrpcServer of(GrpcServerConfig config, ServerSettings settings) {
        return new GrpcServer(config, settings);
    }

    /**
     * Serves a unary method.
     *
     * @param service full name of the service, such as {@code pack.age.Service}
     * @param isServed asked for each request: while it says no, there is no such service
     */
    public GrpcServer unary(
            String service, String method, BooleanSupplier isServed, MessageHandler handler) {
        services.put(service, isServed);
        var unary = new UnaryGrpcService(runtime, handler, config.maxMessageBytes());
        methods.put("/" + service + "/" + method, new TemporaryRoute(isServed, unary, unknown));
        return this;
    }

    /** The same, always served. */
    public GrpcServer unary(String service, String method, MessageHandler handler) {
        return unary(service, method, () -> true, handler);
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
        var gate =
                new Gate(
                        runtime,
                        (_, status) -> GrpcAnswers.error(status),
                        null,
                        HttpServer.authenticator(auth, host),
                        new Credentials(runtime.peers(), List.of()),
                        null,
                        RequestMetrics.rpc(settings.meter(), methods.keySet()),
                        RequestSpans.rpc(settings.tracing()));
        var connections = new OpenConnections();
        ServerBuilder builder = ServerDefaults.builder(gate, connections).disableDateHeader();
        methods.forEach((path, method) -> builder.service(ServerDefaults.exactly(path), method));
        builder.serviceUnder("/", unknown);
        builder.http2MaxStreamsPerConnection(config.streamsPerConnection());
        GrpcKeepalive.install(builder, config.serverParameters(), config.enforcementPolicy());
        TlsMaterial tls =
                config.tls() == null ? null : TlsMaterial.forServer(config.tls(), settings.log());
        if (tls != null) {
            tls.applyTo(builder);
            var handshakes = new TlsHandshakes(settings.log(), "grpc");
            builder.childChannelPipelineCustomizer(handshakes::add);
        }
        var where = new ListenAddress(config.transport(), config.endpoint());
        return RunningServer.start(
                builder, where, new RunningServer.Parts(runtime, gate, connections, tls));
    }

    /** grpc-go's answers to paths that no method has. */
    private HttpResponse unknown(HttpRequest request) {
        HttpResponse mismatch = GrpcRequests.mismatch(request.headers());
        if (mismatch != null) {
            return mismatch;
        }
        String path = request.path();
        int slash = path.lastIndexOf('/');
        String text;
        if (slash <= 0) {
            text = "malformed method name: \"%s\"".formatted(path);
        } else {
            String service = path.substring(1, slash);
            text =
                    services.getOrDefault(service, () -> false).getAsBoolean()
                            ? "unknown method %s for service %s"
                                    .formatted(path.substring(slash + 1), service)
                            : "unknown service " + service;
        }
        return GrpcAnswers.error(new RpcStatus(StatusMapping.UNIMPLEMENTED, text, null));
    }
}
