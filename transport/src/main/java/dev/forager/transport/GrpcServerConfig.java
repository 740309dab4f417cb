// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport;

import static dev.forager.pipeline.config.Validation.require;

import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import dev.forager.pipeline.config.IgnoredKey;
import dev.forager.pipeline.config.Min;
import dev.forager.pipeline.config.OmitEmpty;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Settings of a gRPC server; keys, defaults and meanings are those of the collector's configgrpc.
 * Immutable.
 */
@IgnoredKey(
        keys = {"read_buffer_size", "write_buffer_size", "dialer"},
        types = {int.class, int.class, Map.class},
        min = 0,
        reason = "buffers follow the traffic here, and a server dials nobody")
@OmitEmpty
public record GrpcServerConfig(
        @Doc("Address to listen on: host:port, or a path where `transport` is unix.")
                String endpoint,
        @Doc("How the server is reached: tcp, tcp4, tcp6 or unix.") @Default("tcp")
                ListenTransport transport,
        @Doc("Speak TLS; absent: plain text.") @Nullable TlsServerConfig tls,
        @Doc("Largest message after decompression, in MiB; 0 is 4.") @Default("0") @Min(0)
                int maxRecvMsgSizeMib,
        @Doc("Most requests at once on one connection; 0 is 250.") @Default("0") @Min(0)
                long maxConcurrentStreams,
        @Doc("When connections are probed and ended.") @Nullable Keepalive keepalive,
        @Doc("Who may send.") @Nullable AuthConfig auth,
        @Doc("Pass request headers on as client metadata.") @Default("false")
                boolean includeMetadata,
        @Doc("Middleware extensions; not supported.") @Default("[]")
                List<MiddlewareConfig> middlewares) {
    private static final int MIB = 1 << 20;

    /** grpc-go's limit where none is configured. */
    private static final int DEFAULT_MESSAGE_MIB = 4;

    /** Longest array that Java allows, in MiB. */
    private static final int LARGEST_MESSAGE_MIB = 2047;

    /** Chosen: what servers on the web allow; clients queue what is above. */
    private static final int DEFAULT_STREAMS = 250;

    public GrpcServerConfig {
        middlewares = MiddlewareConfig.none(middlewares);
        require(
                maxRecvMsgSizeMib <= LARGEST_MESSAGE_MIB,
                "max_recv_msg_size_mib",
                "must be at most " + LARGEST_MESSAGE_MIB);
        require(
                maxConcurrentStreams <= 0xffff_ffffL,
                "max_concurrent_streams",
                "must fit into 32 bits");
    }

    /** When connections are probed and ended. */
    public record Keepalive(
            @Doc("Life of connections.") @Nullable ServerParameters serverParameters,
            @Doc("What clients' pings must keep to.")
                    @Nullable EnforcementPolicy enforcementPolicy) {}

    /** Life of connections; 0 leaves the default of grpc-go. */
    @OmitEmpty
    public record ServerParameters(
            @Doc("A connection without requests is ended after this time; 0 is never.")
                    @Default("0s")
                    Duration maxConnectionIdle,
            @Doc("Any connection is ended after this time, give or take a tenth; 0 is never.")
                    @Default("0s")
                    Duration maxConnectionAge,
            @Doc("Requests under way at `max_connection_age` have this time left; 0 is no limit.")
                    @Default("0s")
                    Duration maxConnectionAgeGrace,
            @Doc("A silent client is probed after this time, at least 1s; 0 is 2h.") @Default("0s")
                    Duration time,
            @Doc("A probe must be answered within this time; 0 is 20s.") @Default("0s")
                    Duration timeout) {
        /** grpc-go's defaults and its least time between probes. */
        private static final Duration DEFAULT_TIME = Duration.ofHours(2);

        private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(20);
        private static final Duration LEAST_TIME = Duration.ofSeconds(1);

        /** What holds without this section. */
        public static final ServerParameters DEFAULT =
                new ServerParameters(
                        Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);

        public ServerParameters {
            maxConnectionIdle = Limits.orNone(maxConnectionIdle);
            maxConnectionAge = Limits.orNone(maxConnectionAge);
            maxConnectionAgeGrace = Limits.orNone(maxConnectionAgeGrace);
            time = Limits.orNone(time);
            timeout = Limits.orNone(timeout);
            time = time.isZero() ? DEFAULT_TIME : time;
            time = time.compareTo(LEAST_TIME) < 0 ? LEAST_TIME : time;
            timeout = timeout.isZero() ? DEFAULT_TIMEOUT : timeout;
        }
    }

    /** What clients' pings must keep to. */
    @OmitEmpty
    public record EnforcementPolicy(
            @Doc("Least time between pings; 0 is 5m.") @Default("0s") Duration minTime,
            @Doc("Allow pings while there is no request.") @Default("false")
                    boolean permitWithoutStream) {
        /** grpc-go's default. */
        private static final Duration DEFAULT_MIN_TIME = Duration.ofMinutes(5);

        /** What holds without this section. */
        public static final EnforcementPolicy DEFAULT = new EnforcementPolicy(Duration.ZERO, false);

        public EnforcementPolicy {
            minTime = Limits.orNone(minTime);
            minTime = minTime.isZero() ? DEFAULT_MIN_TIME : minTime;
        }
    }

    /** Life of connections, by default where nothing is configured. */
    public ServerParameters serverParameters() {
        return keepalive == null || keepalive.serverParameters == null
                ? ServerParameters.DEFAULT
                : keepalive.serverParameters;
    }

    /** What clients' pings must keep to, by default where nothing is configured. */
    public EnforcementPolicy enforcementPolicy() {
        return keepalive == null || keepalive.enforcementPolicy == null
                ? EnforcementPolicy.DEFAULT
                : keepalive.enforcementPolicy;
    }

    /** Largest message in bytes, after decompression. */
    public int maxMessageBytes() {
        return (maxRecvMsgSizeMib == 0 ? DEFAULT_MESSAGE_MIB : maxRecvMsgSizeMib) * MIB;
    }

    /** Most requests at once on one connection. */
    public long streamsPerConnection() {
        return maxConcurrentStreams == 0 ? DEFAULT_STREAMS : maxConcurrentStreams;
    }

    /** Plain text on an address, everything else as by default: for tests. */
    public static GrpcServerConfig listeningOn(String endpoint) {
        return new GrpcServerConfig(
                endpoint, ListenTransport.TCP, null, 0, 0, null, null, false, List.of());
    }
}
