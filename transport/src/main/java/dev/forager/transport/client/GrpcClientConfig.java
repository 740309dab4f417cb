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
                        "`host:port`, also behind dns:///, passthrough:///, http:// (no TLS) or https:// (TLS), or `unix:///path`.")
                @Default("''")
                String endpoint,
        @Doc("none, gzip, snappy or zstd.") @Default("none") CompressionType compression,
        @Doc("TLS; on unless `insecure` is true or the endpoint begins with http://.")
                @Default("{}")
                TlsClientConfig tls,
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
        @Doc("Value of :authority instead of the endpoint.") @Default("''") String authority,
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
                                "unsupported compression type \"%s\"".formatted(compression)));
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

    boolean isRoundRobin() {
        return balancerName.equals("round_robin");
    }
}
