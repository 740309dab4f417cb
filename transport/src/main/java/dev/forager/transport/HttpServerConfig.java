// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport;

import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import dev.forager.pipeline.config.IgnoredKey;
import dev.forager.pipeline.config.Key;
import dev.forager.pipeline.config.OmitEmpty;
import dev.forager.pipeline.config.SecretMap;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Settings of an HTTP server; keys, defaults and meanings are those of the collector's confighttp.
 * Immutable.
 */
@IgnoredKey(keys = "dialer", types = Map.class, reason = "a server dials nobody")
@OmitEmpty
public record HttpServerConfig(
        @Doc("Address to listen on: host:port, or a path where `transport` is unix.")
                String endpoint,
        @Doc("How the server is reached: tcp, tcp4, tcp6 or unix.") @Default("tcp")
                ListenTransport transport,
        @Doc("Speak TLS; absent: plain text.") @Nullable TlsServerConfig tls,
        @Doc("Let web pages send.") @Nullable CorsConfig cors,
        @Doc("Who may send.") @Nullable AuthConfig auth,
        @Doc("Largest request body after decompression, in bytes; 0 is 20 MiB, negative unlimited.")
                @Default("20971520")
                long maxRequestBodySize,
        @Doc("Pass request headers on as client metadata.") @Default("false")
                boolean includeMetadata,
        @Doc("Headers that every answer carries.") @Default("{}") SecretMap responseHeaders,
        @Doc("Content-Encodings that are accepted; an empty text is no compression.")
                @Default("['', gzip, zstd, zlib, snappy, deflate, lz4, x-snappy-framed]")
                List<String> compressionAlgorithms,
        @Doc("Most time for reading a request, body included; 0 is unlimited.") @Default("0s")
                Duration readTimeout,
        @Doc("Most time for reading the head of a request; 0 is `read_timeout`.") @Default("1m")
                Duration readHeaderTimeout,
        @Doc("Most time from the head of a request to the end of its answer; 0 is unlimited.")
                @Default("30s")
                Duration writeTimeout,
        @Doc("Older spelling of `keepalive::idle_timeout`, where that is absent.")
                @Nullable Duration idleTimeout,
        @Doc("Older spelling of `keepalive::enabled`; false counts.") @Key("keep_alives_enabled")
                @Nullable Boolean keepAlives,
        @Doc("How connections are used for more than one request.") @Default("{}")
                KeepAlive keepalive,
        @Doc("Middleware extensions; not supported.") @Default("[]")
                List<MiddlewareConfig> middlewares) {
    /** The limit where {@code max_request_body_size} is 0. */
    private static final long DEFAULT_BODY_BYTES = 20L << 20;

    public HttpServerConfig {
        compressionAlgorithms = List.copyOf(compressionAlgorithms);
        middlewares = MiddlewareConfig.none(middlewares);
        maxRequestBodySize = maxRequestBodySize == 0 ? DEFAULT_BODY_BYTES : maxRequestBodySize;
        readTimeout = Limits.orNone(readTimeout);
        readHeaderTimeout = Limits.orNone(readHeaderTimeout);
        writeTimeout = Limits.orNone(writeTimeout);
        keepalive = keepalive.with(idleTimeout, keepAlives);
        // Said by keepalive from here on: the collector does not read them any more.
        idleTimeout = null;
        keepAlives = null;
    }

    /** How connections are used for more than one request. */
    public record KeepAlive(
            @Doc("Let connections serve more than one request.") @Default("true") boolean enabled,
            @Doc(
                            "How long a connection may wait for its next request; absent: 1m, 0 is"
                                    + " `read_timeout`.")
                    @Nullable Duration idleTimeout) {
        static final KeepAlive DEFAULT = new KeepAlive(true, null);

        private static final Duration USUAL_IDLE_TIMEOUT = Duration.ofMinutes(1);

        public KeepAlive {
            idleTimeout = idleTimeout == null ? null : Limits.orNone(idleTimeout);
        }

        /** With what older spellings and the default say. */
        private KeepAlive with(@Nullable Duration olderIdle, @Nullable Boolean olderEnabled) {
            Duration usual = olderIdle == null ? USUAL_IDLE_TIMEOUT : olderIdle;
            return new KeepAlive(
                    enabled && !Boolean.FALSE.equals(olderEnabled),
                    idleTimeout == null ? usual : idleTimeout);
        }

        private Duration idleLimit() {
            return idleTimeout == null ? USUAL_IDLE_TIMEOUT : idleTimeout;
        }
    }

    /** Whether connections serve more than one request. */
    public boolean reusesConnections() {
        return keepalive.enabled;
    }

    /** How long a connection may wait for its next request; zero is unlimited. */
    public Duration idleLimit() {
        Duration idle = keepalive.idleLimit();
        return idle.isZero() ? readTimeout : idle;
    }

    /** How long the head of a request may take; zero is unlimited. */
    public Duration headLimit() {
        return readHeaderTimeout.isZero() ? readTimeout : readHeaderTimeout;
    }

    /** Plain text on an address, everything else as by default: for tests and own small servers. */
    public static HttpServerConfig listeningOn(String endpoint) {
        return new HttpServerConfig(
                endpoint,
                ListenTransport.TCP,
                null,
                null,
                null,
                DEFAULT_BODY_BYTES,
                false,
                SecretMap.EMPTY,
                List.of("", "gzip", "zstd", "zlib", "snappy", "deflate", "lz4", "x-snappy-framed"),
                Duration.ZERO,
                Duration.ofMinutes(1),
                Duration.ofSeconds(30),
                null,
                null,
                KeepAlive.DEFAULT,
                List.of());
    }
}
