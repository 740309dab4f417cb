// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.client;

import static dev.forager.pipeline.config.Validation.require;
import static dev.forager.pipeline.config.Validation.requireAll;

import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import dev.forager.pipeline.config.IgnoredKey;
import dev.forager.pipeline.config.OmitEmpty;
import dev.forager.pipeline.config.SecretMap;
import dev.forager.transport.AuthConfig;
import dev.forager.transport.HostPort;
import dev.forager.transport.MiddlewareConfig;
import dev.forager.transport.TlsClientConfig;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a gRPC client reaches its server; keys, defaults and texts of the collector's configgrpc. */
@IgnoredKey(
        keys = {"read_buffer_size", "write_buffer_size"},
        types = int.class,
        reason = "buffers size themselves")
@OmitEmpty
public record GrpcClientConfig(
        @Doc(
                        "`host:port`, also behind dns:///, passthrough:///, https:// (TLS even if `tls` says `insecure`) or http:// (says nothing: `tls` decides), or `unix:///path`.")
                @Default("''")
                String endpoint,
        @Doc("none, gzip, snappy or zstd.") @Default("none") CompressionType compression,
        @Doc("TLS; on unless `insecure` is true.") @Default("{}") TlsClientConfig tls,
        @Doc("Sends PINGs to find dead connections.") @Nullable GrpcKeepalive keepalive,
        @Doc("Wait for a connection until the timeout instead of failing at once.")
                @Default("false")
                boolean waitForReady,
        @Doc("Headers of each request, as a map or as a list of name and value.") @Default("{}")
                SecretMap headers,
        @Doc("Value of user-agent; absent: name and version of the program.") @Default("''")
                String userAgent,
        @Doc("Which of several addresses gets a request: round_robin or pick_first.")
                @Default("round_robin")
                String balancerName,
        @Doc(
                        "Value of :authority instead of the endpoint; its host is also the name that the server's certificate must have.")
                @Default("''")
                String authority,
        @Doc("How requests are signed.") @Nullable AuthConfig auth,
        @Doc("Extensions that change requests; not supported.") @Default("[]")
                List<MiddlewareConfig> middlewares) {
    private static final List<String> BALANCERS = List.of("", "round_robin", "pick_first");

    public GrpcClientConfig {
        requireAll(
                () -> {
                    if (!endpoint.isEmpty()) {
                        GrpcTarget.parse(endpoint);
                    }
                },
                () ->
                        require(
                                BALANCERS.contains(balancerName),
                                "balancer_name",
                                "invalid balancer_name: " + balancerName),
                () ->
                        require(
                                switch (compression) {
                                    case NONE, GZIP, SNAPPY, ZSTD -> true;
                                    case ZLIB, DEFLATE, SNAPPY_FRAMED, LZ4 -> false;
                                },
                                "compression",
                                "unsupported compression type \"%s\"".formatted(compression)),
                () ->
                        require(
                                agree(authority, tls),
                                "authority",
                                "ClientConn's authority from transport creds \"%s\" and dial option \"%s\" don't match: give either tls::server_name_override or authority"
                                        .formatted(tls.serverNameOverride(), authority)));
        middlewares = MiddlewareConfig.none(middlewares);
    }

    /** PINGs of HTTP/2. */
    @OmitEmpty
    public record GrpcKeepalive(
            @Doc("A PING after so long without a frame; less than 10s is 10s.") @Default("10s")
                    Duration time,
            @Doc("How long to wait for its answer; the same time as `time` is waited for at most.")
                    @Default("10s")
                    Duration timeout,
            @Doc("PINGs also while no request is under way.") @Default("false")
                    boolean permitWithoutStream) {}

    /** Host and port as labels of metrics. */
    public Map<String, String> destination() {
        GrpcTarget target = GrpcTarget.parse(endpoint);
        return target.socketFile() != null
                ? Map.of("server.address", target.socketFile())
                : Map.of(
                        "server.address", target.host(),
                        "server.port", String.valueOf(target.port()));
    }

    /** With TLS there is one name to verify: grpc-go takes no second one. */
    private static boolean agree(String authority, TlsClientConfig tls) {
        String override = tls.serverNameOverride();
        return !tls.wantsTls()
                || authority.isEmpty()
                || override == null
                || override.equals(authority);
    }

    /** The name that TLS asks for and verifies; null is the endpoint's host. */
    @Nullable String serverName() {
        String override = tls.serverNameOverride();
        return override != null || authority.isEmpty() ? override : HostPort.hostOf(authority);
    }

    boolean isRoundRobin() {
        return balancerName.equals("round_robin");
    }
}
